"""Hold the base-year incomes by region, group and component, each with its source and status."""

from ceheng_model.baselines.loading import load_baselines
from ceheng_model.baselines.model import Baseline, Baselines, SourcedValue

__all__ = ["Baseline", "Baselines", "SourcedValue", "load_baselines"]
