"""Report an analysis as a government brief: a Word file and an HTML page with the same content."""

from ceheng_model.documents.brief.analysis import Analysis, analyse
from ceheng_model.documents.brief.brief_files import FORMATS, WrittenBrief, write_brief
from ceheng_model.documents.brief.composition import compose_brief
from ceheng_model.documents.brief.content import Brief, Letterhead
from ceheng_model.documents.brief.setting.page_profile import Profile, load_profile
from ceheng_model.ensemble import DRAWS

__all__ = [
    "DRAWS",
    "FORMATS",
    "Analysis",
    "Brief",
    "Letterhead",
    "Profile",
    "WrittenBrief",
    "analyse",
    "compose_brief",
    "load_profile",
    "write_brief",
]
