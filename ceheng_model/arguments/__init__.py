"""What public functions ask for, what may be turned into it, and the sentence that refuses anything else."""

from ceheng_model.arguments.labelled import labels_of, telling_labels
from ceheng_model.arguments.let_in import let_in

__all__ = ["labels_of", "let_in", "telling_labels"]
