"""What public functions ask for, what may be turned into it, and the sentence that refuses anything else."""

from ceheng_model.arguments.labelled import is_in_order, labels_of
from ceheng_model.arguments.let_in import let_in

__all__ = ["is_in_order", "labels_of", "let_in"]
