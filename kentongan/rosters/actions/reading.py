"""From an uploaded file to planned rows."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import may
from kentongan.core.clock import today
from kentongan.core.errors import Refused
from kentongan.core.tables import Row, Sheet, TableError, Workbook, data_rows, find_header, read_table
from kentongan.rosters.actions.inserting import insert_rows
from kentongan.rosters.actions.progress import Stopped, enqueue, many_rows, moved, turn
from kentongan.rosters.actions.remembering import remind
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import chunks, columns_of, facts_for, remembered_headings, written_rows
from kentongan.rosters.rules.cells import clean, kept
from kentongan.rosters.rules.columns import ColumnMap, guess_columns, is_known_heading, is_private_heading
from kentongan.rosters.rules.facts import PlannedRow, WrittenRow
from kentongan.rosters.rules.plan import plan_rows

logger = logging.getLogger(__name__)

LARGEST_FILE = 30 * 1024 * 1024
SAMPLE = 60
INSERTED_AT_ONCE = 2000
# Skipped rows are shown with their reasons; nobody reads more of them.
MOST_SKIPPED = 200


@transaction.atomic
def upload_roster(*, office: Office, file: BinaryIO, file_name: str, purpose: str, by: Any, now: dt.datetime) -> Roster:
    """Take in a file and have it read in the background."""
    if by is not None and not may(by, Capability.IMPORT, area=office.area):
        raise Refused(_("Impor hanya untuk staf Diskominfo wilayah ini."))
    roster = Roster(
        office=office,
        file_name=clean(file_name)[-200:],
        purpose=Roster.Purpose(purpose),
        uploaded_by=by,
        uploaded_at=now,
        moved_at=timezone.now(),
    )
    roster.file.save(f"{roster.code}.bin", File(file), save=False)
    roster.save(force_insert=True)
    enqueue("prepare", roster)
    return roster


def prepare_roster(*, roster: Roster) -> None:
    """Do what the roster's state says is next: read its file, or plan its rows anew. Safe to run twice."""
    try:
        with many_rows():
            if roster.state == Roster.State.READING:
                _read(roster)
            elif roster.state == Roster.State.PLANNING:
                _plan(roster, written_rows(roster.rows.all()), ColumnMap(columns_of(roster), ()))
    except Stopped:
        logger.info("Import %s was stopped", roster.code)
    except TableError as error:
        _fail(roster, error.message)
    except Exception:
        _fail(roster, _("Berkas ini tidak dapat dibaca karena kesalahan di sistem kami. Coba unggah sekali lagi."))
        raise


def _fail(roster: Roster, sentence: str) -> None:
    Roster.objects.filter(pk=roster.pk, state=roster.state).update(
        state=Roster.State.FAILED, failure=sentence, moved_at=timezone.now()
    )
    drop_file(roster)


def drop_file(roster: Roster) -> None:
    """Remove the uploaded file; its rows, without numbers that could be a NIK, are what is worked with."""
    if roster.file:
        storage, name = roster.file.storage, str(roster.file.name)
        Roster.objects.filter(pk=roster.pk).update(file="")
        roster.file = ""
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def choose_sheet(*, roster: Roster, sheet: str) -> None:
    """Say which sheet of the file is the list."""
    if sheet not in {known["name"] for known in roster.layout.get("sheets", [])}:
        raise Refused(_("Lembar itu tidak ada di berkas ini."))
    turn(roster, Roster.State.READING, sheet=sheet[:100], done=0, total=0)
    enqueue("prepare", roster)


# --- Reading ------------------------------------------------------------------------------------------------


def _read(roster: Roster) -> None:
    moved(roster, 0, 0)
    with roster.file.open("rb") as stream:
        book = read_table(stream, filename=roster.file_name)
    sheets = [sheet for sheet in book.sheets if not sheet.is_blank]
    if not roster.sheet and len([sheet for sheet in sheets if not sheet.is_hidden]) > 1:
        layout: dict[str, Any] = {"sheets": [_about(sheet, book) for sheet in sheets]}
        turn(roster, Roster.State.CHOOSING, layout=layout)
        return
    sheet = next((sheet for sheet in sheets if sheet.name[:100] == roster.sheet), book.main_sheet)
    rows, columns, layout = read_sheet(sheet, remembered_headings(roster.office, roster.purpose))
    layout["sheets"] = [_about(known, book) for known in sheets]
    layout["kind"] = book.kind
    if not rows:
        _fail(roster, _("Lembar “%(sheet)s” tidak berisi baris data di bawah kepala tabel.") % {"sheet": sheet.name})
        return
    Roster.objects.filter(pk=roster.pk).update(sheet=sheet.name[:100], layout=layout)
    roster.sheet, roster.layout = sheet.name[:100], layout
    moved(roster, 0, 2 * len(rows))
    _plan(roster, rows, columns)


def _about(sheet: Sheet, book: Workbook) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "rows": sum(not row.is_blank for row in sheet.rows[:100_000]),
        "hidden": sheet.is_hidden,
        "likely": sheet is book.main_sheet,
    }


def read_sheet(
    sheet: Sheet, remembered: dict[str, str] | None = None
) -> tuple[list[WrittenRow], ColumnMap, dict[str, Any]]:
    """The rows of a sheet as they are stored, what its columns are guessed to be, and the layout that is kept."""
    header = find_header(sheet.rows, sheet.merges, is_known=is_known_heading)
    found = data_rows(sheet, header)
    headings = [clean(name)[:120] for name in header.names]
    private = {column for column, heading in enumerate(headings) if is_private_heading(heading)}
    width = len(headings)
    rows = [WrittenRow(row.number, _cells(row, width, private), {}) for row in found.rows]
    columns = guess_columns(headings, [row.cells for row in rows[:SAMPLE]], remembered)
    layout = {
        "headings": headings,
        "header_rows": list(header.header_rows),
        "columns": {str(column): at.value for column, at in columns.fields.items()},
        "private": [headings[column] for column in sorted(private)],
        "skipped": [
            {"number": skip.number, "reason": skip.reason.value, "text": kept(skip.text), "merged": skip.is_merged}
            for skip in found.skipped[:MOST_SKIPPED]
        ],
    }
    return rows, columns, layout


def _cells(row: Row, width: int, private: set[int]) -> list[Any]:
    """The stored cells, without empty ones at the end."""
    values, formulas = row.values[:width], row.formulas
    cells = ["" if column in private else kept(value, formulas.get(column, "")) for column, value in enumerate(values)]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


# --- Planning -----------------------------------------------------------------------------------------------


def _plan(roster: Roster, rows: Sequence[WrittenRow], columns: ColumnMap) -> None:
    """Plan all rows and put them in place of what was there; without the needed columns, ask for those first."""
    if columns.missing:
        _replace(roster, rows, {})
        turn(roster, Roster.State.MAPPING)
        drop_file(roster)
        return
    rows = remind(roster, rows, columns.fields)
    facts = facts_for(roster.office.area, today())
    counter = _Counter(roster)
    planned = plan_rows(counter.through(rows), columns.fields, facts, is_kimid=roster.is_kimid)
    _replace(roster, rows, {plan.number: plan for plan in planned})
    turn(roster, Roster.State.READY, layout=roster.layout | {"facts": facts.fingerprint})
    drop_file(roster)


class _Counter:
    """Counts rows as they pass, and tells the roster now and then."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    def through(self, rows: Iterable[WrittenRow]) -> Iterable[WrittenRow]:
        for at, row in enumerate(rows):
            if at % INSERTED_AT_ONCE == 0:
                moved(self.roster, at)
            yield row


def _replace(roster: Roster, rows: Sequence[WrittenRow], plans: dict[int, PlannedRow]) -> None:
    """Put rows and plans in place of what was there.

    While the file is there, an interrupted job begins again from it, so batches are written one by one and others may
    write in between. Once it is gone the rows are all there is: they are replaced in one transaction or not at all.
    """
    with nullcontext() if roster.file else transaction.atomic():
        moved(roster, len(rows), 2 * len(rows))
        # Deleting without a look at each row; nothing hangs on them.
        old = RosterRow.objects.filter(roster=roster)
        old._raw_delete(old.db)
        for at, batch in enumerate(chunks(rows, INSERTED_AT_ONCE)):
            values = [_row_values(roster, row, plans.get(row.number)) for row in batch]
            insert_rows(RosterRow, ROW_NAMES, values, wants_keys=False)
            moved(roster, len(rows) + at * INSERTED_AT_ONCE)


ROW_NAMES = (
    "roster",
    "number",
    "state",
    "cells",
    "choices",
    "values",
    "changes",
    "problems",
    "area_code",
    "kim_number",
    "group_code",
)


def insert_planned(roster: Roster, rows: Sequence[WrittenRow], plans: Sequence[PlannedRow]) -> None:
    """Store rows with their plans, for those who plan by themselves."""
    pairs = zip(rows, plans, strict=True)
    insert_rows(RosterRow, ROW_NAMES, (_row_values(roster, row, plan) for row, plan in pairs), wants_keys=False)


def _row_values(roster: Roster, row: WrittenRow, plan: PlannedRow | None) -> list[Any]:
    """The values of ``ROW_NAMES``."""
    if plan is None:
        return [roster.pk, row.number, "problem", list(row.cells), dict(row.choices), {}, {}, [], "", "", ""]
    return [
        roster.pk,
        row.number,
        plan.state.value,
        list(row.cells),
        dict(row.choices),
        dict(plan.values),
        dict(plan.changes),
        [problem.as_json() for problem in plan.problems],
        plan.area_code,
        plan.kim_number,
        plan.group_code,
    ]


def note_plan(row: RosterRow, plan: PlannedRow) -> None:
    """Put what the planner says onto the stored row."""
    row.state = plan.state
    row.area_code = plan.area_code
    row.group_code = plan.group_code
    row.kim_number = plan.kim_number
    row.values = dict(plan.values)
    row.changes = dict(plan.changes)
    row.problems = [problem.as_json() for problem in plan.problems]
