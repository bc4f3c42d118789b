"""What the tests of accounts share."""

from collections.abc import Iterator

import pytest

from kentongan.accounts import hooks
from kentongan.accounts.hooks import NamedGroup
from kentongan.areas.models import within
from kentongan.registry.models import Group
from tests.conftest import Cast


class GroupsOfTheCast:
    """Stands where the register puts its own finder."""

    def named(self, codes):
        return {g.code: _named(g) for g in Group.objects.filter(code__in=codes)}

    def within(self, area, limit):
        return [_named(g) for g in Group.objects.filter(within(area, "area__")).order_by("name")[:limit]]


def _named(group: Group) -> NamedGroup:
    return NamedGroup(group.code, group.name, group.area_id)


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Iterator[None]:
    """Accounts can name the groups of the cast."""
    monkeypatch.setattr(hooks, "_finder", GroupsOfTheCast())


@pytest.fixture(autouse=True)
def own_addresses(settings) -> None:
    settings.ROOT_URLCONF = "tests.accounts.urls"
