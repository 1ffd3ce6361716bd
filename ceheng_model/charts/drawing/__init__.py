"""The tools that the charts are drawn with."""
