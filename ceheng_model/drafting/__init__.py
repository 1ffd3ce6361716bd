"""Write the folder of another county's plan from a few answers, valid by construction."""

from ceheng_model.drafting.answers import Answers, group_of
from ceheng_model.drafting.folder_draft import write_plan_folder

__all__ = ["Answers", "group_of", "write_plan_folder"]
