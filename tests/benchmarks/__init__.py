"""Benchmarks: each figure beside its yardstick, in the same run."""
