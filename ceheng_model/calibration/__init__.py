"""Hold forecasts made at past years against what came: how often bands covered, and how well they scored."""

from ceheng_model.calibration.calibration import Calibration
from ceheng_model.calibration.past_forecasts import BandCoverage, MeanScore, PastForecast
from ceheng_model.calibration.rolling_origins import calibrate

__all__ = ["BandCoverage", "Calibration", "MeanScore", "PastForecast", "calibrate"]
