"""Groups by code and by area, for the room of accounts below, which knows no groups."""

from collections.abc import Iterable

from kentongan.accounts.hooks import NamedGroup
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.registry.models import Group


class GroupFinder:
    def named(self, codes: Iterable[str]) -> dict[str, NamedGroup]:
        groups = Group.objects.filter(code__in=list(codes))
        return {group.code: NamedGroup(group.code, group.name, group.area_id) for group in groups}

    def within(self, area: Area, limit: int) -> list[NamedGroup]:
        groups = Group.objects.within(area).existing_on(today()).order_by("name", "code")[:limit]
        return [NamedGroup(group.code, group.name, group.area_id) for group in groups]


FINDER = GroupFinder()
