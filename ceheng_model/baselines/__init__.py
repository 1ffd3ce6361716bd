"""Hold the base-year incomes by region, group and component, each with its source and status."""

from ceheng_model.baselines.baseline import Baseline, Origins, SourcedValue, given_case, region_meant
from ceheng_model.baselines.circular import NO_TEST, base_cell, base_column, base_notes
from ceheng_model.baselines.collection import Baselines, load_baselines
from ceheng_model.baselines.regions import regional_baseline, split_anew

__all__ = [
    "NO_TEST",
    "Baseline",
    "Baselines",
    "Origins",
    "SourcedValue",
    "base_cell",
    "base_column",
    "base_notes",
    "given_case",
    "load_baselines",
    "region_meant",
    "regional_baseline",
    "split_anew",
]
