"""How an area's groups stand, against the definitions applied to each group's facts."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from kentongan.accounts.models import Office
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.assessment.queries import tables
from kentongan.assessment.queries.determinations import versions_for
from kentongan.assessment.queries.facts import facts_of
from kentongan.assessment.queries.in_force import document_of, versions_in_force
from kentongan.assessment.queries.standings import standings
from kentongan.evidence.actions import record, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.registry.models import Decree, Group
from tests.assessment.reference import naive_rank
from tests.conftest import Cast, make_group

DAY = dt.date(2025, 9, 24)
ACTIVE = """
kode = "aktif"
nama = "Aktif"
tujuan = "aktif"
[turun]
setelah = "5 hari"
[syarat.sk]
nama = "SK berlaku"
lawan = "SK habis"
hitung = "berlaku"
jenis = ["sk"]
[syarat.berita]
nama = "rutin memberitakan"
lawan = "tidak ada berita"
hitung = "jumlah"
jenis = ["berita"]
batas = 3
rentang = "30 hari"
[[tingkat]]
nama = "Aktif"
aktif = true
[[tingkat.aturan]]
ada = ["sk", "berita"]
[[tingkat]]
nama = "Tidur"
[[tingkat.aturan]]
ada = ["sk"]
"""


@pytest.fixture
def instrument(cast: Cast) -> InstrumentVersion:
    return in_force(cast.kota.pk, ACTIVE)


def in_force(office: str, text: str, since: dt.date = dt.date(2020, 1, 1), code: str = "aktif") -> InstrumentVersion:
    made = Instrument.objects.create(office_id=office, code=code, name=code.title(), purpose=Purpose.ACTIVITY)
    return InstrumentVersion.objects.create(instrument=made, number=1, text=text, holds_from=since)


def news(group: Group, *days_before: int, source: Source = Source.PUBLISHED) -> None:
    for number, days in enumerate(days_before):
        on = DAY - dt.timedelta(days=days)
        record(group=group, kind="berita", occurred_on=on, source=source, key=f"{on}-{number}")


@pytest.fixture
def network(cast: Cast, instrument: InstrumentVersion) -> dict[str, Group]:
    """Groups of the city, each in another position on the day."""
    area = cast.area("35.73.01.1002")

    def group(name: str, *days_before: int, ends_on: dt.date | None = dt.date(2027, 1, 1)) -> Group:
        made = make_group(area, name, dt.date(2020, 1, 1), ends_on=ends_on)
        news(made, *days_before)
        return made

    return {
        "kayutangan": cast.kayutangan,
        "steady": group("Tetap", 0, 1, 2, 20, 25, 40),
        # Three within 30 days until the tenth day ahead, and five days of grace.
        "falling": group("Turun", 5, 10, 20),
        "risen": group("Naik", 1, 2, 3),
        # Awake a month before, and no news since.
        "fallen": group("Jatuh", 40, 41, 42),
        "nearly": group("Hampir", 3, 4),
        "undecreed": group("Tanpa SK", 1, 2, 3, ends_on=None),
        "ended": make_group(area, "Berakhir", dt.date(2020, 1, 1), ended_on=dt.date(2025, 1, 1)),
        "young": group("Baru", 1, 2, 3),
    }


def test_tiers_are_those_of_the_definitions(cast: Cast, network: dict[str, Group]) -> None:
    Group.objects.filter(pk=network["young"].pk).update(formed_on=DAY - dt.timedelta(days=4))
    found = standings(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    document = found.document
    assert document
    for group in Group.objects.within(cast.area("35.73")).existing_on(DAY):
        tier = document.tier_at(naive_rank(document, facts_of(group), DAY))
        assert found.tier_of[group.pk] == tier, group.name
    assert [(one.name, one.groups) for one in found.tiers] == [("Aktif", 4), ("Tidur", 3), ("", 1)]
    assert (found.formed, found.judged, found.not_judged, found.active) == (8, 8, 0, 4)
    assert {code: (one.formed, one.active) for code, one in found.by_child.items()} == {
        "35.73.01": (7, 4),
        "35.73.02": (1, 0),
    }


def test_movers_of_the_month(cast: Cast, network: dict[str, Group]) -> None:
    found = standings(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    movers = {one.group.name: (one.before and one.before.name, one.now and one.now.name) for one in found.movers()}
    assert movers["Naik"] == ("Tidur", "Aktif")
    assert movers["Jatuh"] == ("Aktif", "Tidur")
    assert "Tetap" not in movers or movers["Tetap"] == ("Tidur", "Aktif")
    assert found.risen + found.fallen == len(movers)


def test_who_is_about_to_fall_and_because_of_what(cast: Cast, network: dict[str, Group]) -> None:
    Decree.objects.filter(group=network["steady"]).update(ends_on=DAY + dt.timedelta(days=2))
    found = standings(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    falling = {one.group.name: one for one in found.falling()}
    # News of 20 days ago counts until the ninth day ahead; grace adds five.
    assert falling["Turun"].last_safe_day == DAY + dt.timedelta(days=9 + 5)
    assert [one.key for one in falling["Turun"].losing] == ["berita"]
    assert falling["Turun"].then
    assert falling["Turun"].then.name == "Tidur"
    assert falling["Tetap"].last_safe_day == DAY + dt.timedelta(days=2 + 5)
    assert [one.key for one in falling["Tetap"].losing] == ["sk"]
    assert falling["Tetap"].then is None
    assert [one.last_safe_day for one in found.falling()] == sorted(one.last_safe_day for one in found.falling())


def test_sleepers_by_how_little_they_lack(cast: Cast, network: dict[str, Group]) -> None:
    found = standings(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    sleepers = [(one.group.name, one.lacking, [each.key for each in one.lacks]) for one in found.sleepers()]
    assert sleepers[:2] == [("Hampir", 1, ["berita"]), ("Tanpa SK", 1, ["sk"])]
    assert ("Jatuh", 3, ["berita"]) in sleepers
    assert found.sleepers_count == len(sleepers)


def test_groups_without_an_instrument_are_not_judged(cast: Cast, network: dict[str, Group]) -> None:
    found = standings(cast.area("35"), DAY, Purpose.ACTIVITY)
    assert (found.formed, found.judged, found.not_judged) == (9, 8, 1)
    nobody = standings(cast.area("35.07"), DAY, Purpose.ACTIVITY)
    assert (nobody.active, nobody.tiers, nobody.not_judged) == (None, (), 1)
    assert standings(cast.area("35.73"), dt.date(2019, 1, 1), Purpose.ACTIVITY).active is None


def test_the_nearest_office_upwards_judges(cast: Cast, network: dict[str, Group]) -> None:
    Office.objects.create(area=cast.area("ID"), name="Kementerian")
    national = in_force("ID", ACTIVE.replace('ada = ["sk", "berita"]', 'ada = ["sk"]'))
    found = standings(cast.area("ID"), DAY, Purpose.ACTIVITY)
    assert found.not_judged == 0
    assert {version.pk for version in found.versions} == {
        national.pk,
        InstrumentVersion.objects.get(number=1, instrument__office=cast.kota).pk,
    }
    # KIM Gubugklakah has a decree and no news.
    assert found.tier_of[cast.gubugklakah.pk].name == "Aktif"
    assert found.tier_of[cast.kayutangan.pk].name == "Tidur"
    assert found.document is None
    assert [(one.name, one.groups) for one in found.tiers] == [("Aktif", 5), ("Tidur", 3), ("", 1)]


def test_of_several_instruments_the_one_asked_for_judges(cast: Cast, instrument: InstrumentVersion) -> None:
    other = in_force(cast.kota.pk, ACTIVE, code="lain")
    first = versions_in_force(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    assert first.for_area(cast.area("35.73.01")) == instrument
    asked = versions_in_force(cast.area("35.73"), DAY, Purpose.ACTIVITY, "lain")
    assert asked.for_area(cast.area("35.73")) == other
    assert document_of(other) is document_of(instrument)


def test_the_oldest_of_several_instruments_judges(cast: Cast, instrument: InstrumentVersion) -> None:
    in_force(cast.kota.pk, ACTIVE, code="aaa")
    assert versions_in_force(cast.area("35.73"), DAY, Purpose.ACTIVITY).of_office("35.73") == instrument
    assert [one.instrument.code for one in versions_for(cast.kota, DAY)] == ["aktif", "aaa"]


def test_a_regency_costs_a_handful_of_queries(
    cast: Cast, network: dict[str, Group], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    area = cast.area("35.73")
    # Which version, which groups, their year and their decrees; then the names of who is shown.
    with django_assert_num_queries(4):
        found = standings(area, DAY, Purpose.ACTIVITY)
        assert found.active == 4
    with django_assert_num_queries(1):
        found.sleepers()


def test_a_withdrawn_record_counts_for_nothing(cast: Cast, network: dict[str, Group]) -> None:
    one = network["risen"].evidence.first()
    review(evidence=one, verdict=Verdict.WITHDRAWN, reason="Salah catat", by=cast.city_admin)
    assert standings(cast.area("35.73"), DAY, Purpose.ACTIVITY).active == 3


def test_a_nation_judges_again_only_whom_something_new_is_known_of(
    cast: Cast, network: dict[str, Group], monkeypatch: pytest.MonkeyPatch, count_judged: Callable[[], int]
) -> None:
    monkeypatch.setattr("kentongan.assessment.queries.standings.KEPT_FROM", 1)
    nation = cast.area("ID")
    assert standings(nation, DAY, Purpose.ACTIVITY).active == 4
    assert count_judged() == 8
    assert standings(nation, DAY, Purpose.ACTIVITY).active == 4
    assert count_judged() == 0
    news(network["nearly"], 0)
    assert standings(nation, DAY, Purpose.ACTIVITY).active == 5
    # The groups of its village, and nobody of the other one.
    assert count_judged() == 7
    review(evidence=network["risen"].evidence.first(), verdict=Verdict.DISPUTED, reason="Tidak ada", by=cast.city_admin)
    assert standings(nation, DAY, Purpose.ACTIVITY).active == 4
    assert count_judged() == 7
    Decree.objects.create(
        group=network["undecreed"], number="9", starts_on=DAY, ends_on=DAY + dt.timedelta(days=90), signed_on=DAY
    )
    assert standings(nation, DAY, Purpose.ACTIVITY).active == 5
    assert count_judged() == 7
    in_force(cast.malang.pk, ACTIVE)
    assert standings(nation, DAY, Purpose.ACTIVITY).not_judged == 0
    assert count_judged() == 9


@pytest.fixture
def count_judged(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many groups were judged since it was last asked; nothing is kept from other tests, nor for them."""
    from kentongan.assessment.queries import standings as module
    from kentongan.assessment.rules import outlook as rules

    monkeypatch.setattr(module, "_kept", {})
    counted = [0]
    look = rules.outlook

    def counting(judge, table, day):
        counted[0] += len(table)
        return look(judge, table, day)

    monkeypatch.setattr(rules, "outlook", counting)

    def since() -> int:
        found, counted[0] = counted[0], 0
        return found

    return since


@pytest.mark.django_db(transaction=True)
def test_several_threads_find_what_one_finds(
    cast: Cast, network: dict[str, Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = standings(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    monkeypatch.setattr(tables, "AT_MOST", 2)
    together = standings(cast.area("35.73"), DAY, Purpose.ACTIVITY)
    assert together.tier_of == alone.tier_of
    assert together.sleepers() == alone.sleepers()
    with transaction.atomic():
        news(network["nearly"], 0)
        assert standings(cast.area("35.73"), DAY, Purpose.ACTIVITY).active == alone.active + 1
