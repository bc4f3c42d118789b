"""Determinations: opened whole, reviewed, signed, and then never changed by anything."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from kentongan.accounts.models import Notice
from kentongan.assessment.actions.determinations import (
    drop_determination,
    open_determination,
    override_row,
    refresh_determination,
    sign_determination,
)
from kentongan.assessment.models import Determination, DeterminationRow, InstrumentVersion
from kentongan.assessment.queries.determinations import content_of, is_intact, summary
from kentongan.assessment.rules.determination import digest_of
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source
from kentongan.registry.models import Decree
from tests.conftest import Cast, make_group

AS_OF = dt.date(2025, 8, 31)
SIGNER = {
    "signer_name": "Ratna Puspita",
    "signer_position": "Kepala Dinas Komunikasi dan Informatika",
    "signer_number": "197001011995032001",
    "place": "Malang",
    "signed_on": dt.date(2025, 9, 1),
}


def write_news(group, days: list[dt.date], kind: str = "berita") -> None:
    for day in days:
        record(group=group, kind=kind, occurred_on=day, source=Source.STAFF, key=f"{kind}:{day}")


@pytest.fixture
def network(cast: Cast, klaster: InstrumentVersion) -> Cast:
    """Three groups of the city: klaster 2, klaster 3, and one whose decree has ended."""
    write_news(cast.kayutangan, [dt.date(2025, 8, day) for day in (3, 10, 17)])
    make_group(cast.area("35.73.01.1002"), "KIM Arjosari", dt.date(2019, 1, 1), ends_on=dt.date(2026, 1, 1))
    make_group(cast.area("35.73.02.1011"), "KIM Rampal", dt.date(2018, 1, 1), ends_on=dt.date(2024, 1, 1))
    make_group(cast.area("35.73.02.1011"), "KIM Nanti", dt.date(2025, 9, 10))
    return cast


def opened(cast: Cast, as_of: dt.date = AS_OF, **more) -> Determination:
    version = InstrumentVersion.objects.get()
    return open_determination(office=cast.kota, version=version, as_of=as_of, by=cast.city_admin, **more)


def signed(determination: Determination, by=None, **more) -> Determination:
    seen = digest_of(content_of(Determination.objects.get(pk=determination.pk)))
    return sign_determination(determination=determination, seen=seen, by=by, **{**SIGNER, **more})


# --- Opening --------------------------------------------------------------------------------------------


def test_a_list_holds_every_group_of_the_day_with_its_tier(network: Cast) -> None:
    determination = opened(network)
    rows = {row.group_name: row for row in determination.rows.all()}
    assert {name: row.found for name, row in rows.items()} == {
        "KIM Arjosari": "Klaster 3",
        "KIM Kayutangan": "Klaster 2",
        "KIM Rampal": "Klaster 4",
    }
    row = rows["KIM Kayutangan"]
    assert (row.given, row.evident, row.place, row.district) == (
        "Klaster 2",
        "Klaster 2",
        "Kelurahan Kauman",
        "Kecamatan Klojen",
    )
    assert row.readings[3] == {
        "key": "berita",
        "name": "rutin memberitakan",
        "value": "3 berita",
        "limit": "3 berita",
        "met": True,
    }
    assert row.readings[1]["name"] == "organisasi tidur"
    assert determination.tiers == ["Klaster 1", "Klaster 2", "Klaster 3", "Klaster 4"]
    assert determination.number == 1
    assert AuditEvent.objects.filter(verb="open", subject_kind="determination").count() == 1


def test_the_tier_kept_by_grace_is_told_apart(network: Cast) -> None:
    # All three lie in the 90 days up to 2 August; after the first has left them the tier stays for 30 days more.
    made = make_group(network.area("35.73.01.1002"), "KIM Diam", dt.date(2019, 1, 1), ends_on=dt.date(2026, 1, 1))
    write_news(made, [dt.date(2025, 5, day) for day in (5, 20, 29)])
    row = opened(network).rows.get(group_name="KIM Diam")
    assert (row.found, row.evident, row.is_held) == ("Klaster 2", "Klaster 3", True)


@pytest.mark.parametrize(
    ("as_of", "error"),
    [
        pytest.param(dt.date(2025, 9, 26), "belum tiba", id="tomorrow"),
        pytest.param(dt.date(2019, 12, 31), "belum berlaku", id="before the instrument"),
    ],
)
def test_days_that_cannot_be_determined(network: Cast, as_of: dt.date, error: str) -> None:
    with pytest.raises(Refused, match=error):
        opened(network, as_of)
    assert not Determination.objects.exists()


def test_one_open_list_and_one_signed_list_a_day(network: Cast) -> None:
    first = opened(network)
    with pytest.raises(Conflict, match="nomor 1 masih terbuka"):
        opened(network, dt.date(2025, 7, 31))
    signed(first)
    with pytest.raises(Conflict, match="sudah ditetapkan dengan nomor 1"):
        opened(network)
    assert opened(network, dt.date(2025, 9, 24)).number == 2


@pytest.mark.parametrize(
    ("person", "may_open", "may_sign"),
    [
        ("city_admin", True, True),
        ("admin", False, False),
        ("forum", False, False),
        ("leader", False, False),
        ("stranger", False, False),
    ],
)
def test_who_may(network: Cast, person: str, may_open: bool, may_sign: bool) -> None:
    by, version = getattr(network, person), InstrumentVersion.objects.get()
    if may_open:
        open_determination(office=network.kota, version=version, as_of=AS_OF, by=by)
    else:
        with pytest.raises(Refused):
            open_determination(office=network.kota, version=version, as_of=AS_OF, by=by)
        opened(network)
    row = {"group_code": network.kayutangan.code, "given": "Klaster 1", "reason": "Kunjungan 2 September"}
    determination = Determination.objects.get()
    for act in (
        lambda: override_row(determination=determination, by=by, **row),
        lambda: refresh_determination(determination=determination, by=by),
        lambda: signed(determination, by=by),
    ):
        if may_sign:
            act()
        else:
            with pytest.raises(Refused):
                act()
    if not may_sign:
        with pytest.raises(Refused):
            drop_determination(determination=determination, by=by)
    assert Determination.objects.get().is_signed is may_sign


def test_staff_prepare_and_do_not_sign(network: Cast) -> None:
    version = InstrumentVersion.objects.get()
    Determination.objects.all().delete()
    version.instrument.office = network.malang
    version.instrument.save()
    made = open_determination(office=network.malang, version=version, as_of=AS_OF, by=network.staff)
    with pytest.raises(Refused, match="admin kantor"):
        signed(made, by=network.staff)
    assert signed(made, by=network.admin).signed_by == network.admin


# --- Reviewing ------------------------------------------------------------------------------------------


def test_an_override_needs_a_reason_and_is_told_for_ever(network: Cast) -> None:
    determination = opened(network)
    facts = {"determination": determination, "group_code": network.kayutangan.code, "by": network.city_admin}
    with pytest.raises(Refused, match="Tulis alasannya"):
        override_row(given="Klaster 1", reason="  ", **facts)
    with pytest.raises(Refused, match="tidak ada di instrumen"):
        override_row(given="Klaster 9", reason="x", **facts)
    row = override_row(given="Klaster 1", reason="Notulen rapat terlambat diunggah", **facts)
    assert (row.found, row.given, row.overridden_by) == ("Klaster 2", "Klaster 1", network.city_admin)
    event = AuditEvent.objects.get(verb="override")
    assert (event.changes, event.reason) == (
        {"KIM Kayutangan": ["Klaster 2", "Klaster 1"]},
        "Notulen rapat terlambat diunggah",
    )
    row = override_row(given="Klaster 2", reason="tidak dipakai", **facts)
    assert (row.given, row.override_reason, row.overridden_by) == ("Klaster 2", "", None)


def test_reading_again_keeps_what_was_decided(network: Cast) -> None:
    determination = opened(network)
    facts = {"determination": determination, "by": network.city_admin}
    override_row(group_code=network.kayutangan.code, given="Klaster 1", reason="Alasan", **facts)
    arjosari = determination.rows.get(group_name="KIM Arjosari")
    override_row(group_code=arjosari.group_code, given="Klaster 2", reason="Alasan", **facts)
    write_news(arjosari.group, [dt.date(2025, 8, day) for day in (3, 10, 17)])
    refresh_determination(**facts)
    rows = {row.group_name: row for row in determination.rows.all()}
    assert (rows["KIM Kayutangan"].given, rows["KIM Kayutangan"].overridden_by) == ("Klaster 1", network.city_admin)
    assert (rows["KIM Arjosari"].found, rows["KIM Arjosari"].is_overridden) == ("Klaster 2", False)


def test_a_list_opened_by_mistake_can_be_dropped(network: Cast) -> None:
    drop_determination(determination=opened(network), by=network.city_admin)
    assert not DeterminationRow.objects.exists()
    assert opened(network).number == 1


# --- Signing --------------------------------------------------------------------------------------------


def test_signing_fixes_the_list(network: Cast) -> None:
    determination = signed(opened(network), by=network.city_admin)
    determination = Determination.objects.get()
    assert (determination.signed_by, len(determination.digest)) == (network.city_admin, 64)
    assert is_intact(determination)
    notice = Notice.objects.get()
    assert notice.href == "/penetapan/35.73/1/"
    assert "31 Agustus 2025" in notice.text


def test_what_changed_since_it_was_looked_at_is_not_signed(network: Cast) -> None:
    determination = opened(network)
    seen = digest_of(content_of(Determination.objects.get()))
    override_row(
        determination=determination,
        group_code=network.kayutangan.code,
        given="",
        reason="Alasan",
        by=network.city_admin,
    )
    with pytest.raises(Conflict, match="berubah sejak"):
        sign_determination(determination=determination, seen=seen, **SIGNER)
    assert not Determination.objects.get().is_signed


@pytest.mark.parametrize("day", [dt.date(2025, 8, 30), dt.date(2025, 9, 26)])
def test_the_day_of_signing_is_after_the_list_and_not_in_the_future(network: Cast, day: dt.date) -> None:
    with pytest.raises(Refused):
        signed(opened(network), signed_on=day)


def test_no_action_changes_a_signed_list(network: Cast) -> None:
    determination = opened(network)
    signed(determination)
    for act in (
        lambda: override_row(determination=determination, group_code=network.kayutangan.code, given="", reason="x"),
        lambda: refresh_determination(determination=determination),
        lambda: drop_determination(determination=determination),
        lambda: signed(determination),
    ):
        with pytest.raises(Conflict, match="tidak berubah lagi"):
            act()
    assert is_intact(Determination.objects.get())


def ways_to_change(determination: Determination) -> dict:
    """Every way through the ORM, and past it."""
    row = determination.rows.first()
    row.given = "Klaster 1"
    determination.signer_name = "Orang lain"
    rows, lists = DeterminationRow.objects.all(), Determination.objects.all()
    table, parts = Determination._meta.db_table, DeterminationRow._meta.db_table
    copy = DeterminationRow(
        determination=determination, group=make_group(row.group.area, "KIM Baru", AS_OF), group_name="x", place="x"
    )
    return {
        "save the list": determination.save,
        "save a row": row.save,
        "update lists": lambda: lists.update(signed_at=None),
        "update rows": lambda: rows.update(given=""),
        "bulk update": lambda: rows.bulk_update([row], ["given"]),
        "delete the list": lambda: lists.delete(),
        "delete a row": row.delete,
        "delete rows": lambda: rows.delete(),
        "add a row": copy.save,
        "raw list": lambda: connection.cursor().execute(f"UPDATE {table} SET signer_name = 'x'"),
        "raw rows": lambda: connection.cursor().execute(f"DELETE FROM {parts}"),
        "move rows away": lambda: rows.update(determination=None),
    }


def test_the_database_refuses_every_change_of_a_signed_list(network: Cast) -> None:
    signed(opened(network))
    determination = Determination.objects.get()
    for words, change in ways_to_change(determination).items():
        with pytest.raises(IntegrityError, match=r"sealed|NOT NULL|null value"), transaction.atomic():
            change()
        assert is_intact(Determination.objects.get()), words
    assert DeterminationRow.objects.count() == 3


def test_rows_of_another_list_cannot_be_moved_into_a_signed_one(network: Cast) -> None:
    first = signed(opened(network))
    second = opened(network, dt.date(2025, 9, 24))
    with pytest.raises(IntegrityError), transaction.atomic():
        second.rows.exclude(group_id__in=first.rows.values("group")).update(determination=first)


def test_later_renames_do_not_reach_it(network: Cast) -> None:
    signed(opened(network))
    before = content_of(Determination.objects.get())
    network.kayutangan.name = "KIM Lain"
    network.kayutangan.save()
    type(network.kota).objects.update(name="Dinas Baru")
    area = network.kayutangan.area
    area.name = "Kauman Baru"
    area.save()
    instrument = InstrumentVersion.objects.get().instrument
    instrument.name, instrument.code = "Nama baru", "kode-baru"
    instrument.save()
    Decree.objects.all().delete()
    assert content_of(Determination.objects.get()) == before
    assert is_intact(Determination.objects.get())


def test_a_change_past_the_seal_is_noticed(network: Cast) -> None:
    determination = opened(network)
    signed(determination)
    fresh = Determination.objects.get()
    fresh.signer_name = "Orang lain"
    assert not is_intact(fresh)


# --- Correcting and comparing ---------------------------------------------------------------------------


def test_a_correction_points_to_the_old_one_and_keeps_its_decisions(network: Cast) -> None:
    first = opened(network)
    override_row(
        determination=first,
        group_code=network.kayutangan.code,
        given="Klaster 1",
        reason="Alasan",
        by=network.city_admin,
    )
    first = signed(first)
    with pytest.raises(Refused, match="Tulis apa yang dibetulkan"):
        opened(network, corrects=first)
    second = opened(network, corrects=first, reason="SK KIM Rampal tertinggal")
    assert (second.number, second.corrects, second.previous) == (2, first, first)
    row = second.rows.get(group_code=network.kayutangan.code)
    assert (row.given, row.override_reason, row.overridden_by) == ("Klaster 1", "Alasan", network.city_admin)
    second = signed(second)
    with pytest.raises(Conflict, match="sudah dibetulkan dengan nomor 2"):
        opened(network, corrects=first, reason="Lagi")
    assert opened(network, corrects=second, reason="Lagi").previous == second


def test_a_draft_or_anothers_list_is_not_corrected(network: Cast) -> None:
    draft = opened(network)
    with pytest.raises(Conflict):
        opened(network, corrects=draft, reason="x")


def test_each_row_says_what_the_list_before_gave(network: Cast) -> None:
    signed(opened(network, dt.date(2025, 7, 31)), signed_on=dt.date(2025, 8, 1))
    make_group(network.area("35.73.01.1002"), "KIM Baru", dt.date(2025, 8, 20))
    second = opened(network)
    rows = {row.group_name: row for row in second.rows.all()}
    assert (rows["KIM Kayutangan"].before, rows["KIM Kayutangan"].is_changed) == ("Klaster 3", True)
    assert (rows["KIM Arjosari"].before, rows["KIM Arjosari"].is_changed) == ("Klaster 3", False)
    assert (rows["KIM Baru"].was_listed, rows["KIM Baru"].is_changed) == (False, False)
    numbers = summary(second, second.rows.all())
    assert [(count.name, count.before, count.now) for count in numbers.tiers] == [
        ("Klaster 1", 0, 0),
        ("Klaster 2", 0, 1),
        ("Klaster 3", 2, 1),
        ("Klaster 4", 1, 2),
    ]
    assert (numbers.rises, numbers.falls, numbers.new) == (1, 0, 1)
