"""Reading, deciding, saving: against a real database."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.registry.models import Channel, Decree, FormationCase, Group, Officer
from kentongan.rosters.actions import (
    choose_sheet,
    decide_row,
    forget_old_rosters,
    forget_roster,
    map_columns,
    save_roster,
    upload_roster,
)
from kentongan.rosters.actions.inserting import insert_rows
from kentongan.rosters.listings import all_phones, group_listing
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import count_rows, missing_groups
from tests.rosters import sheets

TODAY = dt.date(2025, 9, 25)


def counts(roster: Roster) -> dict[str, int]:
    return {state: n for state, n in count_rows(roster).items() if n}


def save(roster: Roster, cast) -> None:
    roster.refresh_from_db()
    save_roster(roster=roster, by=cast.admin, now=timezone.now())


NEW = (
    "KIM Suara Bambang",
    "Bambang",
    "Wajak",
    "Kab. Malang",
    "4 Februari 2020",
    "141/1/2024",
    "2 Mei 2024",
    "1 Mei 2027",
)


def test_an_ugly_file_is_read(upload):
    roster = upload(sheets.ugly())
    assert roster.state == Roster.State.READY
    assert not roster.file
    assert counts(roster) == {"new": 2, "problem": 2}
    bambang = roster.rows.get(number=5)
    assert bambang.values["name"] == "KIM Bambang Jaya"
    assert bambang.values["decree_start"] == "2024-09-01"
    assert bambang.values["phone"] == "+6281234567890"
    assert roster.rows.get(number=6).values["formed_on"] == "2023-03-03"
    assert {skip["reason"] for skip in roster.layout["skipped"]} == {"title", "repeated_heading", "total"}


def test_nothing_is_written_before_confirmation(upload, cast):
    before = Group.objects.count(), AuditEvent.objects.count()
    upload(sheets.simple(NEW))
    assert (Group.objects.count(), AuditEvent.objects.count()) == before


def test_saving_writes_groups_decrees_people_and_history(upload, cast):
    FormationCase.objects.create(area=cast.area("35.07.08.2003"), opened_on=dt.date(2019, 1, 1))
    roster = upload(sheets.ugly())
    save(roster, cast)
    group = Group.objects.get(area_id="35.07.08.2003")
    assert (group.name, group.code, group.formed_on) == ("KIM Bambang Jaya", "35.07.08.2003-1", dt.date(2024, 8, 17))
    decree = group.decrees.get()
    assert (decree.number, decree.starts_on, decree.ends_on) == (
        "141/5/2024",
        dt.date(2024, 9, 1),
        dt.date(2027, 8, 31),
    )
    assert [(officer.position, officer.name, officer.decree) for officer in group.officers.all()] == [
        ("chair", "Siti Aminah, S.Pd", decree),
        ("secretary", "Budi", decree),
    ]
    assert group.formation_case.closed_on == dt.date(2024, 8, 17)
    event = AuditEvent.objects.about("group", group.code).get()
    assert (event.verb, event.by, event.reason) == ("create", cast.admin, "Impor Daftar KIM.xlsx")
    assert event.changes["name"] == [None, "KIM Bambang Jaya"]
    assert AuditEvent.objects.about("decree", str(decree.pk)).exists()
    # Names of people stay out of labels, which outlive an erasure.
    assert set(AuditEvent.objects.filter(subject_kind="officer").values_list("subject_label", flat=True)) == {
        "Ketua",
        "Sekretaris",
    }


def test_the_same_file_again_changes_nothing(upload, cast):
    save(upload(sheets.ugly()), cast)
    events = AuditEvent.objects.count()
    again = upload(sheets.ugly())
    assert counts(again) == {"same": 2, "problem": 2}
    with pytest.raises(Refused):
        save(again, cast)
    assert AuditEvent.objects.count() == events


def test_our_own_export_read_back_is_all_the_same(upload, cast, tmp_path):
    save(upload(sheets.ugly()), cast)
    group = Group.objects.get(area_id="35.07.08.2003")
    Group.objects.filter(pk=group.pk).update(formed_precision="by", kim_number="0042", address="=1+1")
    Channel.objects.create(group=group, kind="instagram", url="https://www.instagram.com/kimbambang/")
    Officer.objects.create(group=cast.gubugklakah, position="chair", name="Tanpa SK", phone="+6281234567899")
    groups = Group.objects.within(cast.area("35.07"))
    for form in ("xlsx", "csv"):
        stream = io.BytesIO()
        listing = group_listing(groups, TODAY, area=cast.area("35.07"), phones=all_phones)
        assert getattr(listing, f"write_{form}")(stream) == 3
        again = upload(stream.getvalue(), name=f"x.{form}")
        assert again.state == Roster.State.READY, form
        assert counts(again) == {"same": 3}, [(row.changes, row.problems) for row in again.rows.all()]


def test_a_change_keeps_what_the_file_does_not_say(upload, cast):
    Group.objects.filter(pk=cast.gubugklakah.pk).update(address="Jalan Lama", contact_phone="+6281")
    row = ("KIM Gubugklakah", "Gubugklakah", "Poncokusumo", "", "", "141/9/2028", "1 Januari 2028", "31 Desember 2030")
    roster = upload(sheets.simple(row))
    assert counts(roster) == {"changed": 1}
    save(roster, cast)
    group = Group.objects.get(pk=cast.gubugklakah.pk)
    assert (group.address, group.formed_on, group.decrees.count()) == ("Jalan Lama", dt.date(2016, 5, 3), 2)


def test_a_known_decree_is_mended_both_days_at_once(upload, cast):
    decree = cast.gubugklakah.decrees.get()
    row = ("KIM Gubugklakah", "Gubugklakah", "", "", "", decree.number, "1 Januari 2028", "31 Desember 2030")
    roster = upload(sheets.simple(row))
    save(roster, cast)
    decree.refresh_from_db()
    assert (decree.starts_on, decree.ends_on) == (dt.date(2028, 1, 1), dt.date(2030, 12, 31))
    changes = AuditEvent.objects.about("decree", str(decree.pk)).get().changes
    assert changes["ends_on"] == ["2027-12-31", "2030-12-31"]


def test_another_chair_and_another_address_end_the_old_ones(upload, cast):
    decree = cast.gubugklakah.decrees.get()
    old = Officer.objects.create(group=cast.gubugklakah, decree=decree, position="chair", name="Lama", phone="+62811")
    site = Channel.objects.create(group=cast.gubugklakah, kind="website", url="https://lama.id/")
    content = sheets.workbook(
        [["NAMA KIM", "DESA", "KETUA", "WEBSITE"], ["Gubugklakah", "Gubugklakah", "Baru", "baru.id"]]
    )
    roster = upload(content)
    save(roster, cast)
    old.refresh_from_db()
    site.refresh_from_db()
    new = Officer.objects.get(name="Baru")
    assert (old.until, new.decree, new.phone) == (TODAY, decree, "")
    assert site.until == TODAY
    assert Channel.objects.get(url="https://baru.id/").until is None
    assert counts(upload(content)) == {"same": 1}


def test_a_new_decree_appoints_the_board_the_row_names(upload, cast):
    Officer.objects.create(
        group=cast.gubugklakah, decree=cast.gubugklakah.decrees.get(), position="chair", name="Tetap"
    )
    content = sheets.workbook(
        [
            ["NAMA KIM", "DESA", "NO SK", "MULAI", "SAMPAI", "KETUA"],
            ["Gubugklakah", "Gubugklakah", "9/2028", "1/1/2028", "31/12/2030", "TETAP"],
        ]
    )
    save(upload(content), cast)
    assert Decree.objects.get(number="9/2028").officers.get().name == "Tetap"
    assert counts(upload(content)) == {"same": 1}


def test_a_decision_touches_only_what_it_must_and_a_spelling_is_remembered(upload, cast):
    rows = [
        ("KIM A", "Codoo", "Wajak", "", "", "", "", ""),
        ("KIM B", "Codoo", "Wajak", "", "", "", "", ""),
        ("KIM C", "Bambang", "Wajak", "", "", "", "", ""),
    ]
    roster = upload(sheets.simple(*rows))
    assert counts(roster) == {"problem": 2, "new": 1}
    untouched = roster.rows.get(number=4).pk
    decide_row(roster=roster, number=2, choices={"area": "35.07.08.2008"}, remember=True, by=cast.admin)
    assert counts(roster) == {"new": 3}
    assert roster.rows.get(number=4).pk == untouched
    assert counts(upload(sheets.simple(rows[0]))) == {"new": 1}


def test_skipping_the_first_of_two_twins_frees_the_second(upload, cast):
    roster = upload(sheets.simple(NEW, NEW))
    assert counts(roster) == {"new": 1, "problem": 1}
    decide_row(roster=roster, number=2, choices={"skip": "1"}, by=cast.admin)
    assert {row.number: row.state for row in roster.rows.all()} == {2: "skipped", 3: "new"}
    decide_row(roster=roster, number=2, choices={}, by=cast.admin)
    assert {row.number: row.state for row in roster.rows.all()} == {2: "new", 3: "problem"}


def test_a_typed_value_is_read_like_a_cell_and_a_nik_is_refused(upload, cast):
    row = ("KIM A", "Codo", "Wajak", "", "31/02/2023", "", "", "")
    roster = upload(sheets.simple(row))
    decide_row(roster=roster, number=2, choices={"formed_on": "28 Februari 2023"}, by=cast.admin)
    assert roster.rows.get().values["formed_on"] == "2023-02-28"
    with pytest.raises(Refused):
        decide_row(roster=roster, number=2, choices={"kim_number": "3573010101010001"}, by=cast.admin)
    assert "3573010101010001" not in str(roster.rows.values_list())


def test_a_chosen_village_must_be_the_offices(upload, cast):
    roster = upload(sheets.simple(NEW))
    with pytest.raises(Refused):
        decide_row(roster=roster, number=2, choices={"area": "35.73.02.1007"}, by=cast.admin)


def test_numbers_of_residents_are_never_stored(upload):
    content = sheets.workbook(
        [
            ["NAMA KIM", "DESA", "NO KIM", "NIK KETUA", "KET"],
            ["KIM A", "Codo", 3573010101010001, "3573010101010002", "3573010101010003"],
        ]
    )
    roster = upload(content)
    stored = str(list(RosterRow.objects.values())) + str(roster.layout)
    assert "357301010101" not in stored
    assert roster.rows.get().problems[0]["code"] == "looks_like_nik"
    assert roster.layout["private"] == ["NIK KETUA"]


def test_confirming_twice_saves_once(upload, cast):
    roster = upload(sheets.simple(NEW))
    other = Roster.objects.get(pk=roster.pk)
    save_roster(roster=roster, by=cast.admin, now=timezone.now())
    with pytest.raises(Conflict):
        save_roster(roster=other, by=cast.staff, now=timezone.now())
    assert Group.objects.filter(area_id="35.07.08.2003").count() == 1


def test_two_people_import_the_same_village(upload, cast):
    mine, theirs = upload(sheets.simple(NEW)), upload(sheets.simple(NEW), by=cast.staff)
    save(mine, cast)
    with pytest.raises(Conflict) as refusal:
        save_roster(roster=theirs, by=cast.staff, now=timezone.now())
    assert "Buku induk berubah" in str(refusal.value)
    theirs.refresh_from_db()
    assert (theirs.state, counts(theirs)) == (Roster.State.READY, {"same": 1})


def test_a_failure_leaves_nothing_half_written(upload, cast, monkeypatch):
    roster = upload(sheets.simple(NEW))
    monkeypatch.setattr("kentongan.rosters.actions.writing_decrees._decree_values", lambda values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(roster, cast)
    roster.refresh_from_db()
    assert roster.state == Roster.State.READY
    assert "Tidak ada yang tersimpan" in roster.failure
    assert not Group.objects.filter(area_id="35.07.08.2003").exists()


def test_columns_without_a_village_are_refused_and_remembered_when_told(
    upload, cast, run_jobs, django_capture_on_commit_callbacks
):
    content = sheets.workbook([["NAMA KIM", "TEMPAT TUGAS"], ["KIM A", "Codo"], ["KIM B", "Bambang"]])
    roster = upload(content)
    assert roster.state == Roster.State.MAPPING
    with pytest.raises(Refused):
        map_columns(roster=roster, columns={0: "name"})
    with pytest.raises(Refused):
        map_columns(roster=roster, columns={0: "name", 1: "name"})
    with django_capture_on_commit_callbacks(execute=True):
        map_columns(roster=roster, columns={0: "name", 1: "village"})
    run_jobs()
    assert upload(content).state == Roster.State.READY


def test_a_sheet_is_chosen_when_there_are_several(upload, run_jobs, django_capture_on_commit_callbacks):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheets.simple(NEW)))
    recap = book.create_sheet("Rekap")
    recap.append(["Tahun", "Jumlah"])
    recap.append([2025, 1])
    roster = upload(sheets.saved(book))
    assert roster.state == Roster.State.CHOOSING
    assert [sheet["name"] for sheet in roster.layout["sheets"]] == ["Sept 2025", "Rekap"]
    with pytest.raises(Refused):
        choose_sheet(roster=roster, sheet="Lain")
    with django_capture_on_commit_callbacks(execute=True):
        choose_sheet(roster=roster, sheet="Sept 2025")
    run_jobs()
    roster.refresh_from_db()
    assert roster.state == Roster.State.READY


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 x", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n0000", b"<html><table></table></html>"]
)
def test_hostile_files_end_in_a_sentence(upload, content):
    roster = upload(content)
    assert roster.state == Roster.State.FAILED
    assert roster.failure.endswith(".")
    assert not roster.file


def test_groups_that_the_file_does_not_name_are_listed_and_stay(upload, cast):
    other = ("KIM Poncokusumo Dua", "Gubugklakah", "Poncokusumo", "", "", "", "", "")
    roster = upload(sheets.simple(other))
    decide_row(roster=roster, number=2, choices={"group": "new"}, by=cast.admin)
    assert list(missing_groups(roster, TODAY)) == [cast.gubugklakah]
    save(roster, cast)
    roster.refresh_from_db()
    assert list(missing_groups(roster, TODAY)) == [cast.gubugklakah]
    assert Group.objects.filter(pk=cast.gubugklakah.pk, ended_on=None).exists()


def test_a_kimid_list_takes_over_numbers_and_addresses_only(upload, cast):
    content = sheets.workbook(
        [
            ["NO KIM", "NAMA KIM", "KODE WILAYAH", "ALAMAT KIM.ID", "KETUA"],
            ["K-7", "Gubugklakah", "35.07.07.2016", "gubugklakah.kim.id", "Orang"],
            ["K-8", "Lain", "35.07.08.2008", "lain.kim.id", "Orang"],
        ]
    )
    roster = upload(content, purpose="kimid")
    assert counts(roster) == {"changed": 1, "problem": 1}
    save(roster, cast)
    group = Group.objects.get(pk=cast.gubugklakah.pk)
    assert (group.kim_number, group.kimid_url) == ("K-7", "https://gubugklakah.kim.id/")
    assert not Officer.objects.exists()
    assert not Group.objects.filter(area_id="35.07.08.2008").exists()


def test_personal_data_goes_after_thirty_days(upload, cast):
    saved, open_one, fresh = upload(sheets.simple(NEW)), upload(sheets.simple(NEW)), upload(sheets.simple(NEW))
    save(saved, cast)
    Roster.objects.filter(pk__in=[saved.pk, open_one.pk]).update(uploaded_at=timezone.now() - dt.timedelta(days=31))
    assert forget_old_rosters(now=timezone.now()) == 2
    assert not RosterRow.objects.filter(roster=saved).exists()
    assert set(Roster.objects.values_list("pk", flat=True)) == {saved.pk, fresh.pk}
    assert forget_old_rosters(now=timezone.now()) == 0
    forget_roster(roster=fresh, now=timezone.now())
    assert not Roster.objects.filter(pk=fresh.pk).exists()


def test_only_staff_of_the_area_import(cast):
    with pytest.raises(Refused):
        upload_roster(
            office=cast.kota,
            file=io.BytesIO(b"x"),
            file_name="x",
            purpose="register",
            by=cast.admin,
            now=timezone.now(),
        )


def test_no_query_for_each_row(upload, cast, django_assert_max_num_queries):
    """The number of queries does not grow with the rows."""
    rows = [
        (f"KIM Nomor {n}", "Codo", "Wajak", "", "4 Februari 2020", f"141/{n}", "2 Mei 2024", "1 Mei 2027")
        for n in range(300)
    ]
    roster = upload(sheets.simple(*rows))
    assert counts(roster) == {"new": 300}
    with django_assert_max_num_queries(45):
        save(roster, cast)
    again = upload(sheets.simple(*rows))
    assert counts(again) == {"same": 300}


def test_a_certain_day_from_a_list_ends_the_span_it_was_known_by(upload, cast):
    roster = upload(sheets.simple(NEW))
    save(roster, cast)
    Group.objects.filter(name="KIM Suara Bambang").update(
        formed_on=dt.date(2022, 12, 31), formed_precision="by", formed_not_before=dt.date(2021, 1, 1)
    )
    save(upload(sheets.simple((*NEW[:4], "3 Maret 2022", *NEW[5:]))), cast)
    group = Group.objects.get(name="KIM Suara Bambang")
    assert (group.formed_on, group.formed_precision, group.formed_not_before) == (dt.date(2022, 3, 3), "day", None)
    event = AuditEvent.objects.filter(subject_key=group.code, verb="change").first()
    assert event.changes["formed_not_before"] == ["2021-01-01", None]


def test_a_list_with_an_older_decree_is_taken_in_once(upload, cast):
    save(upload(sheets.ugly()), cast)
    group = Group.objects.get(name="KIM Bambang Jaya")
    assert group.officers.exists()
    Decree.objects.create(group=group, number="141/9/2027", starts_on=dt.date(2027, 9, 1), ends_on=dt.date(2030, 8, 31))
    assert counts(upload(sheets.ugly())) == {"same": 2, "problem": 2}


def test_many_rows_go_in_as_plain_values(cast):
    """Marks that a stream or a statement could take for its own, empty JSON, defaults, and keys in the order of the rows."""
    words = ["tab\t, baris\n, \\N, \\., 'kutip' \"dua\" %s", "", "Ærøskøbing ✓"]
    roster = Roster.objects.create(office=cast.malang, file_name="x")
    rows = [(roster.pk, at, [word], {"a": word}) for at, word in enumerate(words)]
    keys = insert_rows(RosterRow, ("roster", "number", "cells", "values"), iter(rows))
    found = RosterRow.objects.in_bulk(keys)
    assert [found[key].cells for key in keys] == [[word] for word in words]
    assert [found[key].values for key in keys] == [{"a": word} for word in words]
    assert {(row.state, row.area_code, str(row.problems)) for row in found.values()} == {("problem", "", "[]")}
    assert insert_rows(RosterRow, ("roster", "number"), [(roster.pk, 9)], wants_keys=False) == []
    assert insert_rows(RosterRow, ("roster", "number"), []) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(RosterRow, ("roster", "number"), [(roster.pk, 9)])
