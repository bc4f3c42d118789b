"""Very many rows at once."""

import pytest

from kentongan.areas.models import Area
from kentongan.core import rows
from kentongan.core.rows import among, joined_columns
from kentongan.evidence.models import Tally
from kentongan.evidence.rules.tally import tally_key
from tests.conftest import Cast


@pytest.fixture(params=["joins bytes", "does not"], autouse=True)
def _database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As any database joins them, and as an old SQLite cannot."""
    if request.param == "does not":
        monkeypatch.setattr(rows, "_joins_bytes", lambda: False)


def test_columns_come_as_one_value_each(cast: Cast) -> None:
    held = {2023: b"\0\0\0\1", 2024: b"", 2025: b"\xff\0\0\0\0\x80\0,"}
    for year, days in held.items():
        pk = tally_key(year, cast.kayutangan.pk)
        Tally.objects.create(pk=pk, group=cast.kayutangan, year=year, days=days)
    years, groups, days = joined_columns(Tally.objects.order_by("pk"), "year", "group_id", packed="days")
    assert years.split(",") == ["2023", "2024", "2025"]
    assert groups.split(",") == [str(cast.kayutangan.pk)] * 3
    assert bytes(days) == b"".join(held.values())


def test_nothing_is_joined_to_nothing(cast: Cast) -> None:
    assert joined_columns(Area.objects.filter(code="99"), "code", "name") == ["", ""]
    assert joined_columns(Tally.objects.none(), "year", packed="days") == ["", b""]
    assert joined_columns(Tally.objects.all(), "year", packed="days") == ["", b""]


def test_among_any_number_of_keys_and_of_words(cast: Cast) -> None:
    group, codes = cast.kayutangan, ["99\"'%s", cast.kayutangan.area_id, *map(str, range(40_000))]
    assert set(Area.objects.filter(pk__in=among(codes), level=group.area.level)) == {group.area}
    assert list(type(group).objects.filter(pk__in=among({group.pk, 0}))) == [group]
    for model in (Area, type(group)):
        assert not model.objects.filter(pk__in=among([])).exists()
