"""``kentongan assess``: the same tiers as the pages, with their reasons."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.evidence.actions import record, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.registry.models import Decree, Group
from tests.assessment.test_standings import ACTIVE, DAY, in_force, news
from tests.conftest import Cast, make_group


@pytest.fixture
def city(cast: Cast) -> Cast:
    in_force(cast.kota.pk, ACTIVE)
    news(cast.kayutangan, 1, 2, 3)
    make_group(cast.area("35.73.01.1002"), "Tidur", dt.date(2025, 8, 20))
    return cast


def assess(*arguments: str) -> str:
    out = StringIO()
    call_command("assess", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> dict[str, Any]:
    return json.loads(assess(*arguments, "--json"))


def test_every_group_with_its_tier_and_why(city: Cast) -> None:
    found = as_json("--area", "35.73", "--as-of", DAY.isoformat(), "--instrument", "aktif")
    assert found["tiers"] == {"Aktif": 1, "Tidur": 0, "tanpa tingkat": 1}
    assert found["groups_not_judged"] == 0
    assert found["instruments"] == ["35.73/aktif/1"]
    rows = {row["name"]: row for row in found["groups"]}
    assert rows["KIM Kayutangan"] == {
        "code": "35.73.02.1007-1",
        "name": "KIM Kayutangan",
        "area": "35.73.02.1007",
        "tier": "Aktif",
        "indicators": {
            "sk": {"value": 68, "limit": 1, "met": True, "name": "SK berlaku"},
            "berita": {"value": 3, "limit": 3, "met": True, "name": "rutin memberitakan"},
        },
        "reasons": ["Semua berjalan: SK berlaku dan rutin memberitakan."],
    }
    assert rows["Tidur"]["tier"] is None
    assert rows["Tidur"]["indicators"]["berita"]["name"] == "tidak ada berita"
    assert rows["Tidur"]["reasons"] == ["Tidak ada aturan yang cocok dengan keadaan ini."]


def test_a_table_for_people(city: Cast) -> None:
    text = assess("--area", "3573", "--as-of", DAY.isoformat())
    assert "Kota Malang, 2025-09-24: Aktif" in text
    assert "  Aktif: 1\n" in text
    assert "KIM Kayutangan: Aktif\n    SK berlaku (68/1), rutin memberitakan (3/3)" in text


def test_a_tier_that_is_only_kept_says_so(city: Cast) -> None:
    last = DAY - dt.timedelta(days=3) + dt.timedelta(days=30)
    found = as_json("--area", "35.73.02", "--as-of", last.isoformat())
    assert found["groups"][0]["tier"] == "Aktif"
    assert found["groups"][0]["reasons"][-1] == "Masih Aktif: turun baru berlaku setelah jedanya lewat."


def test_the_months_before(city: Cast) -> None:
    found = as_json("--area", "35.73", "--as-of", DAY.isoformat(), "--history", "3")
    assert [(one["on"], one["tiers"]) for one in found["history"]] == [
        ("2025-07-31", {"Aktif": 0, "Tidur": 1}),
        ("2025-08-31", {"Aktif": 0, "Tidur": 1, "tanpa tingkat": 1}),
        ("2025-09-24", {"Aktif": 1, "Tidur": 0, "tanpa tingkat": 1}),
    ]
    assert "2025-08-31  Aktif: 0, Tidur: 1" in assess("--area", "35.73", "--as-of", DAY.isoformat(), "--history", "3")


def test_as_it_was_known(city: Cast) -> None:
    """Recorded later, doubted later, decreed later: none of it was known."""
    known_on = DAY + dt.timedelta(days=1)

    def at(days: int) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(known_on + dt.timedelta(days=days), dt.time(12)))

    group = make_group(city.area("35.73.02.1011"), "Riwayat", dt.date(2020, 1, 1), ends_on=dt.date(2027, 1, 1))
    Decree.objects.filter(group=group).update(recorded_at=at(-100))
    for number, days in enumerate((-3, -2, -1)):
        one = record(group=group, kind="berita", occurred_on=DAY, source=Source.PUBLISHED, key=f"{number}", at=at(days))
    review(evidence=one, verdict=Verdict.DISPUTED, reason="Tidak ada", by=city.city_admin, at=at(5))
    record(group=group, kind="berita", occurred_on=DAY, source=Source.PUBLISHED, key="later", at=at(6))
    where = ("--area", group.area_id, "--as-of", DAY.isoformat(), "--known-on")

    def value(days: int) -> tuple[int, str]:
        row = as_json(*where, (known_on + dt.timedelta(days=days)).isoformat())["groups"][0]
        return row["indicators"]["berita"]["value"], row["tier"]

    assert [value(days) for days in (-4, -1, 0, 5, 6)] == [
        (0, "Tidur"),
        (3, "Aktif"),
        (3, "Aktif"),
        (2, "Tidur"),
        (3, "Aktif"),
    ]
    Decree.objects.filter(group=group).update(recorded_at=at(2))
    assert value(0) == (3, None)


def test_what_cannot_be_asked_gets_a_sentence(city: Cast) -> None:
    for arguments, sentence in (
        (("--area", "99"), "Wilayah dengan kode “99” tidak ada."),
        (("--area", "35.73", "--as-of", "kemarin"), "Tanggal “kemarin” tidak terbaca"),
        (("--area", "35.73", "--instrument", "klaster"), "Instrumen “klaster” tidak berlaku di Kota Malang"),
        (("--area", "35.07"), "Belum ada instrumen yang berlaku di Kabupaten Malang"),
        (("--area", "35.73", "--history", "-1"), "Riwayat paling banyak"),
    ):
        with pytest.raises(CommandError, match=sentence):
            assess(*arguments)


def test_assessing_writes_nothing(city: Cast) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Group, Instrument, InstrumentVersion)]
    as_json("--area", "35.73", "--history", "12")
    assert [list(model.objects.order_by("pk").values()) for model in (Group, Instrument, InstrumentVersion)] == before
