"""Recognise the layouts that people have: each says whether a table is one of its kind, or why it is not."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from ceheng_model.official.captions import Caption
from ceheng_model.official.divisions import Division
from ceheng_model.official.facets import Basis, Facets
from ceheng_model.vocabulary import TOTAL, Text


class Layout(ABC):
    """Describe one layout of an official table."""

    __slots__ = ()

    title: ClassVar[Text]

    @abstractmethod
    def why_not(self, division: Division, caption: Caption) -> Text | None:
        """Return why a table is none of this layout, or None where it is one."""

    def basis(self, facets: Facets) -> Basis | None:
        """Return whether growth is nominal or real where the table does not say it."""
        return facets.basis


class BureauExport(Layout):
    """A table taken from the Bureau's data site: 数据库, 时间, indicators with units, years from the latest."""

    __slots__ = ()
    title = Text("国家统计局数据网站导出的表", "an export of the Bureau's data site")

    def why_not(self, division: Division, caption: Caption) -> Text | None:
        """Ask for the line that names the database above the heading."""
        if not caption.database or not division.above:
            return Text("没有“数据库：”一行", "no line names the database")
        return None

    def basis(self, facets: Facets) -> Basis | None:
        """Return the Bureau's rule: the growth of totals is real, that of components and medians nominal."""
        # the rule is stated of annual series only
        if facets.basis is not None or facets.is_cumulative:
            return facets.basis
        return "real" if facets.component == TOTAL and facets.measure == "growth" else "nominal"


class YearbookTable(Layout):
    """Items down, years or quarters across."""

    __slots__ = ()
    title = Text("年鉴表：项目在左，年份在上", "a yearbook table: items down, years across")

    def why_not(self, division: Division, caption: Caption) -> Text | None:
        """Ask for items at the left and years or groups, but no measures, above."""
        if caption.database or division.axes[0] != "item":
            return Text("左侧不是项目", "there are no items down")
        heads = _known(division)
        if not any(head.year or head.quarter or head.group for head in heads):
            return Text("上方没有年份", "there are no years across")
        return _measures(heads)


class BulletinTable(Layout):
    """Items down, level and growth side by side."""

    __slots__ = ()
    title = Text("公报表：水平与增速并列", "a bulletin table: level and growth side by side")

    def why_not(self, division: Division, caption: Caption) -> Text | None:
        """Ask for items at the left and measures above."""
        if caption.database or division.axes[0] != "item":
            return Text("左侧不是项目", "there are no items down")
        heads = _known(division)
        if not any(head.measure for head in heads):
            return Text("上方没有绝对量或增速", "there is neither level nor growth across")
        return None


class RegionsTable(Layout):
    """Regions down, incomes, groups or years across."""

    __slots__ = ()
    title = Text("分地区表：地区在左", "a table of regions: regions down")

    def why_not(self, division: Division, caption: Caption) -> Text | None:
        """Ask for regions at the left."""
        if caption.database or division.axes[0] != "region":
            return Text("左侧不是地区", "there are no regions down")
        return None


class YearsTable(Layout):
    """Years or quarters down, incomes across."""

    __slots__ = ()
    title = Text("历年表：年份在左，项目在上", "a table of years: years down, items across")

    def why_not(self, division: Division, caption: Caption) -> Text | None:
        """Ask for years at the left."""
        if caption.database or division.axes[0] != "period":
            return Text("左侧不是年份", "there are no years down")
        return None


LAYOUTS: tuple[Layout, ...] = (BureauExport(), YearbookTable(), BulletinTable(), RegionsTable(), YearsTable())


def _known(division: Division) -> list[Facets]:
    return [facets for facets in division.columns.values() if facets.left is None]


def _measures(heads: Iterable[Facets]) -> Text | None:
    if any(head.measure for head in heads):
        return Text("上方有绝对量或增速", "there is level or growth across")
    return None
