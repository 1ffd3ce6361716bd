"""Write the folder of another county's plan from a few answers, valid by construction."""

from ceheng_model.drafting.answers import Answers, group_of
from ceheng_model.drafting.circumstance_file import write_circumstances
from ceheng_model.drafting.folder_draft import write_plan_folder
from ceheng_model.drafting.official_base import PublishedBase, published_base

__all__ = ["Answers", "PublishedBase", "group_of", "published_base", "write_circumstances", "write_plan_folder"]
