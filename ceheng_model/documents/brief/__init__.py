"""Report an analysis as a government brief of three lengths: a Word file and an HTML page with the same content."""

from ceheng_model.documents.brief.analysis import Analysis, analyse
from ceheng_model.documents.brief.brief_files import write_brief
from ceheng_model.documents.brief.composition import compose_brief
from ceheng_model.documents.brief.lengths import LENGTHS, Length
from ceheng_model.ensemble import DRAWS

__all__ = ["DRAWS", "LENGTHS", "Analysis", "Length", "analyse", "compose_brief", "write_brief"]
