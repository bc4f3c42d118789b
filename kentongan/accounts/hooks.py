"""What higher rooms tell accounts: which groups there are. Accounts knows a group by its code only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kentongan.areas.models import Area


@dataclass(frozen=True)
class NamedGroup:
    """A group as a person chooses it: its code, its name, and the area it serves."""

    code: str
    name: str
    area_code: str


class GroupFinder(Protocol):
    """Looks groups up by code or by area. The register gives one in its ``AppConfig.ready``."""

    def named(self, codes: Iterable[str]) -> dict[str, NamedGroup]:
        """The groups with these codes, by code; unknown codes are left out."""

    def within(self, area: Area, limit: int) -> list[NamedGroup]:
        """Groups that exist today in the area, by name, at most ``limit``."""


class _NoGroups:
    def named(self, codes: Iterable[str]) -> dict[str, NamedGroup]:
        return {}

    def within(self, area: Area, limit: int) -> list[NamedGroup]:
        return []


_finder: GroupFinder = _NoGroups()


def set_group_finder(finder: GroupFinder) -> None:
    """Called once, by the room that holds the groups."""
    global _finder
    _finder = finder


def groups_named(codes: Iterable[str]) -> dict[str, NamedGroup]:
    """The groups with these codes, by code."""
    wanted = {code for code in codes if code}
    return _finder.named(wanted) if wanted else {}


def group_named(code: str) -> NamedGroup | None:
    """The group with this code."""
    return groups_named([code]).get(code)


def groups_within(area: Area, limit: int = 1000) -> list[NamedGroup]:
    """Groups of the area to choose from, by name."""
    return _finder.within(area, limit)
