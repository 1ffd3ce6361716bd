"""Project a scenario and label the answer."""

from ceheng_model.projection.engine import project
from ceheng_model.projection.labelled import Labelled
from ceheng_model.projection.projection import Projection

__all__ = ["Labelled", "Projection", "project"]
