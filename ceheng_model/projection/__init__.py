"""Project a scenario and label the answer."""

from ceheng_model.projection.labelled import Labelled
from ceheng_model.projection.model import Projection, project

__all__ = ["Labelled", "Projection", "project"]
