"""Writing the ledger: once for each thing, with the tally of the year in the same transaction."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.evidence.actions import NewEvidence, Recorded, rebuild_tallies, record, record_many, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.evidence.rules.tally import DayCount, add, pack, tally_key, unpack
from tests.conftest import Cast, make_areas, make_group

DAY = dt.date(2025, 8, 7)
MEETING, ARTICLE = 1, 20


def tally(group, year: int = 2025) -> list[DayCount]:
    row = Tally.objects.filter(group=group, year=year).first()
    return unpack(year, bytes(row.days)) if row else []


def reported(group, key: str = "lapor:1", **facts) -> Evidence:
    return record(group=group, **{"kind": "rapat", "occurred_on": DAY, "source": Source.REPORTED, "key": key} | facts)


def all_tallies() -> dict[tuple[int, int], bytes]:
    return {(group, year): bytes(days) for group, year, days in Tally.objects.values_list("group_id", "year", "days")}


# One record -------------------------------------------------------------------------------------------------------


def test_records_evidence_and_its_tally(cast: Cast) -> None:
    evidence = reported(cast.kayutangan, title="Rapat bulanan", by=cast.leader)
    assert (evidence.kind, evidence.source, evidence.recorded_by) == (MEETING, Source.REPORTED, cast.leader)
    assert timezone.localdate(evidence.recorded_at) == dt.date(2025, 9, 25)
    assert tally(cast.kayutangan) == [DayCount(DAY, MEETING, False, 1)]


def test_the_same_key_again_is_the_same_record(cast: Cast) -> None:
    first = reported(cast.kayutangan, title="Rapat")
    assert reported(cast.kayutangan, title="Rapat, dikirim ulang", occurred_on=dt.date(2030, 1, 1)) == first
    assert Evidence.objects.get().title == "Rapat"
    assert tally(cast.kayutangan) == [DayCount(DAY, MEETING, False, 1)]


def test_another_group_may_use_the_same_key(cast: Cast) -> None:
    reported(cast.kayutangan)
    reported(cast.gubugklakah)
    assert Evidence.objects.count() == 2


def test_every_source_but_the_groups_own_report_is_confirmed_from_the_start(cast: Cast) -> None:
    for source in Source:
        reported(cast.kayutangan, key=f"{source}", source=source)
    assert tally(cast.kayutangan) == [DayCount(DAY, MEETING, False, 1), DayCount(DAY, MEETING, True, 5)]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"occurred_on": dt.date(2025, 9, 26)}, "belum tiba"),
        ({"occurred_on": dt.date(2014, 5, 31)}, "mendahului terbentuknya KIM"),
        ({"until": dt.date(2025, 8, 6)}, "mendahului hari pertama"),
        ({"until": dt.date(2031, 1, 1)}, "lebih dari lima tahun"),
        ({"kind": "tidur"}, "tidak dikenal"),
        ({"kind": "sk"}, "tidak dikenal"),
        ({"key": ""}, "Kunci bukti"),
        ({"key": "k" * 65}, "Kunci bukti"),
    ],
)
def test_unfit_records_are_refused_and_leave_nothing(cast: Cast, facts: dict, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reported(cast.kayutangan, **facts)
    assert not Evidence.objects.exists()
    assert not Tally.objects.exists()


def test_an_interval_may_reach_into_the_future(cast: Cast) -> None:
    assert reported(cast.kayutangan, kind="program-kerja", until=dt.date(2025, 12, 31)).until == dt.date(2025, 12, 31)


def test_nothing_happens_from_the_day_a_group_ended(cast: Cast) -> None:
    cast.kayutangan.ended_on = DAY
    cast.kayutangan.save()
    with pytest.raises(Refused, match="sudah berakhir"):
        reported(cast.kayutangan)
    reported(cast.kayutangan, occurred_on=DAY - dt.timedelta(days=1))


def test_where_the_formation_day_is_uncertain_earlier_evidence_is_taken(cast: Cast) -> None:
    group = make_group(cast.area("35.73.02.1011"), "KIM Celaket", DAY, formed_precision="by")
    reported(group, occurred_on=dt.date(2019, 1, 1))
    group.formed_not_before = dt.date(2020, 1, 1)
    group.save()
    with pytest.raises(Refused, match="mendahului"):
        reported(group, key="lain", occurred_on=dt.date(2019, 1, 1))


# What is said later -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ([Verdict.CONFIRMED], [DayCount(DAY, MEETING, True, 1)]),
        ([Verdict.DISPUTED], []),
        ([Verdict.WITHDRAWN], []),
        ([Verdict.DISPUTED, Verdict.CONFIRMED], [DayCount(DAY, MEETING, True, 1)]),
        ([Verdict.DISPUTED, Verdict.REOPENED], [DayCount(DAY, MEETING, False, 1)]),
        ([Verdict.CONFIRMED, Verdict.WITHDRAWN, Verdict.REOPENED], [DayCount(DAY, MEETING, False, 1)]),
    ],
)
def test_what_is_said_decides_what_counts(cast: Cast, said: list[Verdict], counted: list[DayCount]) -> None:
    evidence = reported(cast.kayutangan, by=cast.leader)
    for verdict in said:
        review(evidence=evidence, verdict=verdict, reason="Sudah dicek.", by=cast.city_admin)
    assert tally(cast.kayutangan) == counted
    assert list(Review.objects.order_by("pk").values_list("verdict", flat=True)) == said


def test_a_review_is_told_in_the_trail(cast: Cast) -> None:
    evidence = reported(cast.kayutangan)
    review(evidence=evidence, verdict=Verdict.DISPUTED, reason="Foto dari tahun lalu.", by=cast.forum)
    event = AuditEvent.objects.get(subject_kind="evidence")
    assert (event.verb, event.reason, event.by) == ("dispute", "Foto dari tahun lalu.", cast.forum)
    assert event.changes == {"standing": ["recorded", "disputed"]}


def test_saying_the_same_twice_is_a_conflict(cast: Cast) -> None:
    evidence = reported(cast.kayutangan)
    review(evidence=evidence, verdict=Verdict.CONFIRMED, by=cast.forum)
    with pytest.raises(Conflict, match="sudah dikonfirmasi"):
        review(evidence=evidence, verdict=Verdict.CONFIRMED, by=cast.city_admin)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("verdict", [Verdict.DISPUTED, Verdict.WITHDRAWN])
def test_taking_away_needs_a_reason(cast: Cast, verdict: Verdict) -> None:
    evidence = reported(cast.kayutangan)
    with pytest.raises(Refused, match="alasannya"):
        review(evidence=evidence, verdict=verdict, reason="  ", by=cast.city_admin)
    assert not Review.objects.exists()


# Very many --------------------------------------------------------------------------------------------------------


def entries(cast: Cast, n: int) -> Iterator[NewEvidence]:
    groups = [cast.kayutangan.pk, cast.gubugklakah.pk]
    first = dt.date(2023, 10, 1)
    for k in range(n):
        day = first + dt.timedelta(days=k * 7 % 700)
        source = Source.REPORTED if k % 3 else Source.HARVESTED
        yield NewEvidence(groups[k % 2], ("rapat", "berita")[k % 5 == 0], day, source, f"impor:{k}", title=f"Baris {k}")


def test_many_twice_leaves_them_once(cast: Cast) -> None:
    assert record_many(entries=entries(cast, 250), batch=40) == Recorded(new=250, known=0)
    once = all_tallies()
    assert record_many(entries=entries(cast, 260), batch=70) == Recorded(new=10, known=250)
    assert record_many(entries=entries(cast, 260)) == Recorded(new=0, known=260)
    assert Evidence.objects.count() == 260
    assert once != all_tallies()


def test_the_tallies_are_those_a_rebuild_makes(cast: Cast) -> None:
    record_many(entries=entries(cast, 300), batch=37)
    reported(cast.kayutangan, key="satu")
    evidence = Evidence.objects.filter(source=Source.REPORTED).first()
    review(evidence=evidence, verdict=Verdict.CONFIRMED)
    review(evidence=Evidence.objects.last(), verdict=Verdict.WITHDRAWN, reason="Salah KIM.")
    kept = all_tallies()
    Tally.objects.update(days=b"")
    heard: list[int] = []
    assert rebuild_tallies(progress=heard.append) == 2
    assert heard == [2]
    assert all_tallies() == kept
    nobodys = tally_key(1999, cast.kayutangan.pk)
    Tally.objects.create(pk=nobodys, group=cast.kayutangan, year=1999, days=b"\0\0\0\0")
    rebuild_tallies([cast.kayutangan.pk])
    assert all_tallies() == kept


def test_a_key_twice_in_one_batch_is_one_record(cast: Cast) -> None:
    same = NewEvidence(cast.kayutangan.pk, "rapat", DAY, Source.IMPORTED, "sama")
    assert record_many(entries=[same, same, same]) == Recorded(new=1, known=2)
    assert tally(cast.kayutangan) == [DayCount(DAY, MEETING, True, 1)]


def test_what_was_stopped_goes_on_where_it_was(cast: Cast) -> None:
    def stops() -> Iterator[NewEvidence]:
        for k, entry in enumerate(entries(cast, 100)):
            if k == 55:
                raise KeyboardInterrupt
            yield entry

    heard: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        record_many(entries=stops(), batch=20, progress=heard.append)
    assert heard == [20, 40]
    assert Evidence.objects.count() == 40
    assert record_many(entries=entries(cast, 100), batch=20) == Recorded(new=60, known=40)
    kept = all_tallies()
    rebuild_tallies()
    assert all_tallies() == kept


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "tidur"},
        {"occurred_on": dt.date(2025, 9, 26)},
        {"group_id": 10**9},
        {"key": ""},
    ],
)
def test_an_unfit_entry_leaves_its_batch_unwritten(cast: Cast, bad: dict) -> None:
    good = NewEvidence(cast.kayutangan.pk, "rapat", DAY, Source.IMPORTED, "baik")
    with pytest.raises(Refused):
        record_many(entries=[good, good._replace(key="lain")._replace(**bad)])
    assert not Evidence.objects.exists()
    assert not Tally.objects.exists()


@pytest.mark.slow
def test_a_hundred_thousand_twice_leaves_a_hundred_thousand(cast: Cast) -> None:
    assert record_many(entries=entries(cast, 100_000)) == Recorded(new=100_000, known=0)
    kept = all_tallies()
    assert record_many(entries=entries(cast, 100_000)) == Recorded(new=0, known=100_000)
    assert Evidence.objects.count() == 100_000
    assert all_tallies() == kept
    rebuild_tallies()
    assert all_tallies() == kept


# Two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one session write at a time")
def test_two_sessions_recording_for_one_group_lose_no_count() -> None:
    group = make_group(make_areas()["35.73.02.1007"], "KIM Kayutangan", dt.date(2014, 6, 1))
    ready = threading.Barrier(2)

    def records(name: str) -> None:
        try:
            ready.wait(10)
            for k in range(20):
                reported(group, key=f"{name}:{k}")
                reported(group, key=f"sama:{k}")
            many = [NewEvidence(group.pk, "rapat", DAY, Source.REPORTED, f"banyak:{k}") for k in range(30)]
            record_many(entries=many, batch=7)
        finally:
            connections.close_all()

    sessions = [threading.Thread(target=records, args=(name,)) for name in ("a", "b")]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
    assert Evidence.objects.count() == 20 * 3 + 30
    assert tally(group) == [DayCount(DAY, MEETING, False, 90)]


# Packing ----------------------------------------------------------------------------------------------------------

RECORDS = st.lists(
    st.tuples(st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), st.sampled_from([1, 2, 50, 255]), st.booleans())
)


@given(RECORDS, RECORDS)
def test_adding_is_packing_all_together(first: list, second: list) -> None:
    assert add(2024, pack(2024, first), second) == pack(2024, first + second)


def test_more_than_a_word_holds_go_on_in_the_next() -> None:
    many = [(DAY, MEETING, True)] * 600
    assert [count.n for count in unpack(2025, add(2025, pack(2025, many), many))] == [255, 255, 255, 255, 180]
