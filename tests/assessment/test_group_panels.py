"""What a group's page shows of assessment, and the facts it is judged by."""

import datetime as dt
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.assessment.queries.facts import facts_of, facts_of_many
from kentongan.assessment.queries.verdicts import verdict_on, versions_for
from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.assessment.views.panels import rows_of
from kentongan.evidence.actions import rebuild_tallies
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.hooks import USUAL_WINDOW_DAYS, counting_window
from kentongan.evidence.kinds import BY_NUMBER
from kentongan.evidence.models import Evidence, Review
from kentongan.registry.models import Decree, Group
from tests.conftest import TODAY, Cast

SHIPPED = Path(__file__).parents[2] / "kentongan" / "assessment" / "instruments"
MEETING, NEWS, POST = 1, 20, 21


def put_in_force(office, code: str, purpose: str = "tahap", since: dt.date = dt.date(2020, 1, 1)) -> InstrumentVersion:
    instrument = Instrument.objects.create(office=office, code=code, name=code, purpose=purpose)
    text = (SHIPPED / f"{code}.toml").read_text()
    return InstrumentVersion.objects.create(instrument=instrument, number=3, text=text, holds_from=since)


def evidence(group: Group, kind: int, days_ago: int, source: Source = Source.STAFF, **facts) -> Evidence:
    key = f"{kind}:{days_ago}:{Evidence.objects.count()}"
    day = TODAY - dt.timedelta(days=days_ago)
    made = Evidence.objects.create(group=group, kind=kind, source=source, occurred_on=day, key=key, **facts)
    rebuild_tallies([group.pk])
    return made


def top_evidence(group: Group) -> None:
    for days_ago in (1, 2, 3, 4, 5, 6):
        evidence(group, POST, days_ago)
        evidence(group, NEWS, days_ago)
    for days_ago in (10, 100):
        evidence(group, MEETING, days_ago)


def page(client: Client, query: str = "", group: str = "35.73.02.1007-1") -> str:
    response = client.get(f"/kim/{group}/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def in_the_city(cast: Cast, sign_in) -> Client:
    return sign_in(cast.city_admin)


# --- The page ------------------------------------------------------------------------------------------------


def test_the_page_says_why(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang")
    put_in_force(cast.kota, "aktif", "aktif")
    top_evidence(cast.kayutangan)
    text = page(in_the_city)
    assert "Mengapa Klaster 1?" in text
    assert "Semua syarat terpenuhi." in text
    assert "Aturan versi 3, berlaku sejak Rabu, 1 Januari 2020." in text
    assert "KIM aktif" in text
    assert "Dihitung Kamis, 25 September 2025." in text
    assert "dari bulan ke bulan" in text
    assert "jenis=rapat&amp;keadaan=dikonfirmasi&amp;dari=2025-03-30&amp;sampai=2025-09-25" in text
    assert "jenis=berita&amp;keadaan=dikonfirmasi&amp;dari=2025-06-28&amp;sampai=2025-09-25" in text


@pytest.mark.parametrize("code", ["klaster-kota-malang", "adinda", "tahap-kim", "poin", "aktif"])
@pytest.mark.parametrize("day", [TODAY, TODAY - dt.timedelta(days=40)])
def test_the_list_behind_a_requirement_holds_what_was_counted(
    cast: Cast, in_the_city: Client, code: str, day: dt.date
) -> None:
    """As many rows as the table says: of shares, of points, of confirmed evidence alone, on an earlier day."""
    put_in_force(cast.kota, code, "aktif" if code == "aktif" else "tahap")
    group = cast.kayutangan
    for place, kind in enumerate((*BY_NUMBER, *BY_NUMBER)):
        until = TODAY + dt.timedelta(days=300) if BY_NUMBER[kind].is_span else None
        for days_ago in (place, 3 * place + 41, 200 + place):
            evidence(group, kind, days_ago, Source.REPORTED if place % 2 else Source.STAFF, until=until)
    for verdict in (Verdict.CONFIRMED, Verdict.DISPUTED, Verdict.WITHDRAWN):
        for record in Evidence.objects.filter(source=Source.REPORTED)[verdict::5]:
            Review.objects.create(evidence=record, verdict=verdict, by=cast.city_admin)
    rebuild_tallies([group.pk])
    found = verdict_on(group, day).assessment
    assert found
    linked = [row for row in rows_of(found, group) if row["href"].startswith("/")]
    assert linked
    for row in linked:
        shown = in_the_city.get(row["href"]).context["page"].paginator.count
        assert row["evidence"].split()[0] == str(shown), row["href"]


def test_the_time_line_shades_as_far_back_as_the_instrument_looks(cast: Cast) -> None:
    assert counting_window(cast.kayutangan, TODAY) == USUAL_WINDOW_DAYS
    put_in_force(cast.kota, "poin")
    assert counting_window(cast.kayutangan, TODAY) == 365


def test_what_is_not_met_stands_first_with_its_hint(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang")
    text = page(in_the_city)
    assert "Mengapa Klaster 3?" in text
    assert "Dua dari lima syarat terpenuhi." in text
    assert text.index("Organisasi berjalan") < text.index("SK 141/1/35.73.02.1007, 2014–2025")
    assert "Foto notulen rapat pengurus" in text
    assert "Naik ke Klaster 2" in text
    assert "2 rapat, yang dikonfirmasi kantor." in text


def test_a_kept_tier_says_until_when(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang")
    for days_ago in (95, 96, 97, 98, 99, 100):
        evidence(cast.kayutangan, NEWS, days_ago)
    text = page(in_the_city)
    assert "Bukti hari ini setingkat Klaster 3. Klaster 2 dipertahankan sampai" in text
    assert "Bertahan di Klaster 2" in text


def test_a_score_is_told_with_the_next_tier(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "poin")
    assert "Skor " in page(in_the_city)


@pytest.mark.parametrize("code", ["adinda", "tahap-kim", "poin", "aktif"])
def test_every_shipped_instrument_can_be_shown(cast: Cast, in_the_city: Client, code: str) -> None:
    put_in_force(cast.kota, code, "aktif" if code == "aktif" else "tahap")
    top_evidence(cast.kayutangan)
    assert "Mengapa " in page(in_the_city)


def test_one_instrument_of_several_is_chosen(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang")
    put_in_force(cast.kota, "aktif", "aktif")
    assert "?instrumen=aktif" in page(in_the_city)
    assert "Mengapa Klaster" not in page(in_the_city, "?instrumen=aktif")
    # One that is not in force is as if none were asked for.
    assert "Mengapa Klaster 3?" in page(in_the_city, "?instrumen=tidak-ada")


def test_the_oldest_instrument_stays_the_main_one(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang")
    put_in_force(cast.kota, "adinda")
    assert "Mengapa Klaster 3?" in page(in_the_city)
    assert "?instrumen=adinda" in page(in_the_city)


def test_without_an_instrument_the_page_says_so(cast: Cast, in_the_city: Client) -> None:
    assert "Kantor belum memberlakukan aturan penilaian" in page(in_the_city)


def test_an_earlier_day_is_judged_by_what_was_then(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang", since=dt.date(2024, 1, 1))
    top_evidence(cast.kayutangan)
    assert "Mengapa Klaster 3?" in page(in_the_city, "?per=2025-01-15")
    assert "belum ada aturan penilaian yang berlaku" in page(in_the_city, "?per=2023-06-15")


def test_a_group_that_ended_has_no_verdict(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.kota, "klaster-kota-malang")
    Group.objects.filter(pk=cast.kayutangan.pk).update(ended_on=dt.date(2025, 6, 1))
    assert 'id="mengapa"' not in page(in_the_city)


def test_another_offices_instrument_judges_nobody_here(cast: Cast, in_the_city: Client) -> None:
    put_in_force(cast.malang, "klaster-kota-malang")
    assert "Belum dinilai" in page(in_the_city)


# --- What judges whom ----------------------------------------------------------------------------------------


def test_the_nearest_office_judges(cast: Cast) -> None:
    tiers = put_in_force(cast.kota, "klaster-kota-malang")
    activity = put_in_force(cast.kota, "aktif", "aktif")
    second = put_in_force(cast.kota, "poin")
    found = versions_for(cast.kayutangan, TODAY)
    assert found == (tiers, second, activity)
    assert versions_for(cast.kayutangan, dt.date(2019, 12, 31)) == ()
    assert verdict_on(cast.kayutangan, TODAY, "poin").version == second


# --- Facts ---------------------------------------------------------------------------------------------------


def test_facts_are_what_counts_in_order_of_days(cast: Cast) -> None:
    group = cast.kayutangan
    late = evidence(group, MEETING, 5, Source.REPORTED)
    early = evidence(group, 2, 50, until=TODAY)
    for verdict in (Verdict.DISPUTED, Verdict.WITHDRAWN):
        Review.objects.create(evidence=evidence(group, NEWS, 20), verdict=verdict, reason="uji")
    confirmed = evidence(group, NEWS, 3, Source.REPORTED)
    Review.objects.create(evidence=confirmed, verdict=Verdict.CONFIRMED)
    evidence(group, NEWS, 3)
    with CaptureQueriesContext(connection) as queries:
        found = facts_of(group)
    assert len(queries) == 4
    assert found.items == (
        Item("program-kerja", early.occurred_on, True, TODAY),
        Item("rapat", late.occurred_on, False),
        Item("berita", confirmed.occurred_on, True, None, 2),
    )
    number = group.decrees.get().number
    assert found.terms == (Term(dt.date(2014, 6, 1), dt.date(2025, 11, 30), number, number),)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (dt.date.min, dt.date.max),
        (TODAY - dt.timedelta(days=400), TODAY - dt.timedelta(days=30)),
        (dt.date.min, dt.date(2023, 12, 31)),
        (TODAY + dt.timedelta(days=1), dt.date.max),
    ],
)
def test_the_roll_up_tells_what_the_ledger_does(cast: Cast, since: dt.date, until: dt.date) -> None:
    """Every kind, source and verdict, alone and several on a day, over four years."""
    chance = Random(35_73)
    groups = [cast.kayutangan, cast.gubugklakah]
    Evidence.objects.bulk_create(
        Evidence(
            group=chance.choice(groups), kind=kind, source=chance.choice(Source.values), key=f"k{n}", occurred_on=day,
            until=day + dt.timedelta(days=chance.choice([0, 365])) if BY_NUMBER[kind].is_span else None,
        )
        for n in range(900)
        for kind in [chance.choice(list(BY_NUMBER))]
        for day in [TODAY - dt.timedelta(days=7 * chance.randrange(150))]
    )  # fmt: skip
    for record in Evidence.objects.order_by("pk")[::3]:
        Review.objects.create(evidence=record, verdict=chance.choice(Verdict.values), reason="uji")
    rebuild_tallies()
    rolled_up = facts_of_many(groups, since=since, until=until)
    recorded = facts_of_many(groups, since=since, until=until, known_on=timezone.now())
    for group in groups:
        assert rolled_up[group.pk].terms == recorded[group.pk].terms
        assert _one_by_one(rolled_up[group.pk]) == _one_by_one(recorded[group.pk])
    assert recorded[cast.kayutangan.pk].items


def _one_by_one(found: Facts) -> Counter[Item]:
    assert [item.on for item in found.items] == sorted(item.on for item in found.items)
    return Counter(one for item in found.items for one in [item._replace(n=1)] * item.n)


def test_facts_as_they_were_known(cast: Cast) -> None:
    group = cast.kayutangan
    then = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    before, after = then - dt.timedelta(days=1), then + dt.timedelta(days=1)
    known = evidence(group, MEETING, 300, recorded_at=before)
    evidence(group, MEETING, 301, recorded_at=after)
    Review.objects.create(evidence=known, verdict=Verdict.DISPUTED, reason="uji", at=after)
    rebuild_tallies([group.pk])
    Decree.objects.filter(group=group).update(recorded_at=after)
    found = facts_of(group, known_on=then)
    assert found.items == (Item("rapat", known.occurred_on),)
    assert found.terms == ()
    assert len(facts_of(group).items) == 1


# --- What it costs -------------------------------------------------------------------------------------------


def test_a_page_with_a_full_history_asks_little(cast: Cast, in_the_city: Client) -> None:
    """600 records and 24 months, three instruments."""
    put_in_force(cast.kota, "klaster-kota-malang")
    put_in_force(cast.kota, "aktif", "aktif")
    put_in_force(cast.kota, "poin")
    kinds = [MEETING, NEWS, POST, POST, 10, 31, 32]
    rows = [
        Evidence(group=cast.kayutangan, kind=kinds[n % 7], source=Source.STAFF, key=f"k{n}",
                 occurred_on=TODAY - dt.timedelta(days=n * 3 % 900))
        for n in range(600)
    ]  # fmt: skip
    Evidence.objects.bulk_create(rows)
    rebuild_tallies([cast.kayutangan.pk])
    with CaptureQueriesContext(connection) as queries:
        page(in_the_city)
    assert len(queries) < 45
