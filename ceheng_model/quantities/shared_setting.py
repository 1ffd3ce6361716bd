"""Look at many regions as at one, as far as what is asked is the same in all of them."""

from typing import Any, NoReturn

from ceheng_model.arithmetic import Array
from ceheng_model.quantities.known import Setting


class DiffersByRegionError(Exception):
    """What was asked differs from region to region: each has to be looked at alone."""


class SharedSetting:
    """Answer for many regions what quantities ask of one; raise `DiffersByRegionError` where they may differ.

    Regions have bases of their own, and residents where these are given region by region; all else is shared by
    regions that lack the same groups.
    """

    __slots__ = ("_setting",)

    def __init__(self, setting: Setting) -> None:
        """Hold the setting of the regions."""
        self._setting = setting

    def __getattr__(self, name: str) -> Any:
        """Return what is the same in all regions."""
        return getattr(self._setting, name)

    @property
    def base_levels(self) -> NoReturn:
        """Refuse the bases."""
        raise DiffersByRegionError

    @property
    def population(self) -> Array | None:
        """Residents where they are the same in all regions, or not given."""
        population = self._setting.population
        if population is not None and population.ndim > 2:
            raise DiffersByRegionError
        return population


class SharedAhead(SharedSetting):
    """Answer for regions in all of which the same group is ahead, by the base of the first.

    Values of forms rest on no more of a base than that, but for those of how incomes are spread, which are refused.
    """

    __slots__ = ("_base",)

    def __init__(self, setting: Setting, base: Array) -> None:
        """Hold the setting, and the base that stands for all."""
        super().__init__(setting)
        self._base = base

    @property
    def base_levels(self) -> Array:  # type: ignore[override]
        """The base of the first region."""
        return self._base

    def distribution(self, group: str) -> NoReturn:
        """Refuse how incomes are spread: who is meant depends on the base."""
        raise DiffersByRegionError
