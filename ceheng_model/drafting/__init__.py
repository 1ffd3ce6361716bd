"""Write the folder of another county's plan from a few answers, valid by construction."""

from ceheng_model.drafting.answers import Answers, group_of
from ceheng_model.drafting.bases_of_goals import bases_of_goals
from ceheng_model.drafting.circumstance_file import write_circumstances
from ceheng_model.drafting.folder_draft import left_open, require_free, write_plan_folder
from ceheng_model.drafting.official_base import PublishedBase, published_base
from ceheng_model.drafting.promises import Promise, promise, read_promise
from ceheng_model.drafting.sentences import read_sentence
from ceheng_model.drafting.statements_added import add_statements
from ceheng_model.drafting.typed_values import Typed, read_typed

__all__ = [
    "Answers",
    "Promise",
    "PublishedBase",
    "Typed",
    "add_statements",
    "bases_of_goals",
    "group_of",
    "left_open",
    "promise",
    "published_base",
    "read_promise",
    "read_sentence",
    "read_typed",
    "require_free",
    "write_circumstances",
    "write_plan_folder",
]
