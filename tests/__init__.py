"""Tests of ceheng_model."""
