"""What a person decides while looking at a roster: which column is what, and what a row means."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.areas.actions import add_spelling
from kentongan.areas.models import Area
from kentongan.core import clock
from kentongan.core.errors import Conflict, Refused
from kentongan.rosters.actions import remembering
from kentongan.rosters.actions.progress import enqueue, turn
from kentongan.rosters.actions.reading import note_plan
from kentongan.rosters.enums import Field, RowState, Trouble
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import columns_of, facts_for, written_rows
from kentongan.rosters.rules.cells import REDACTED, clean, kept, plain
from kentongan.rosters.rules.columns import ColumnMap
from kentongan.rosters.rules.facts import WrittenRow
from kentongan.rosters.rules.memory import AS_BEFORE
from kentongan.rosters.rules.plan import plan_rows
from kentongan.rosters.rules.safe import safe_way

PLAN_FIELDS = ("state", "area_code", "group_code", "kim_number", "values", "changes", "problems")
ROWS_AT_ONCE = 20_000


@transaction.atomic
def map_columns(*, roster: Roster, columns: Mapping[int, str]) -> None:
    """Set what each column holds and plan all rows anew; the headings are remembered for the next file."""
    _must_be_open(roster)
    fields = {column: Field(at) for column, at in columns.items() if at}
    if len(set(fields.values())) != len(fields):
        raise Refused(_("Dua kolom tidak dapat menjadi bidang yang sama."))
    missing = ColumnMap(fields, ()).missing
    if missing:
        names = ", ".join(str(at.label) for at in missing)
        raise Refused(_("Kolom untuk %(names)s belum dipilih.") % {"names": names})
    layout = roster.layout | {"columns": {str(column): at.value for column, at in fields.items()}, "told": True}
    turn(roster, Roster.State.PLANNING, layout=layout, done=0, total=0)
    enqueue("prepare", roster)


def _must_be_open(roster: Roster) -> None:
    if roster.state not in {Roster.State.READY, Roster.State.MAPPING}:
        raise Conflict(_("Impor ini sudah disimpan atau sedang dikerjakan, jadi tidak dapat diubah."))


@transaction.atomic
def decide_row(*, roster: Roster, number: int, choices: Mapping[str, str], remember: bool = False, by: Any) -> None:
    """Keep what was chosen for a row and plan again what it touches. ``remember`` stores the village's spelling.

    No choices at all brings the row back to what the file says.
    """
    # The row of the roster is the lock that keeps two people from planning at once.
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    if roster.state != Roster.State.READY:
        raise Conflict(_("Impor ini sudah disimpan atau sedang dikerjakan, jadi tidak dapat diubah."))
    row = RosterRow.objects.filter(roster=roster, number=number).first()
    if row is None:
        raise Conflict(_("Baris itu tidak ada lagi di impor ini."))
    before = (row.area_code, row.kim_number)
    row.choices = row.choices | _checked(choices) if choices else {}
    row.choices.pop(AS_BEFORE, None)
    if "area" in choices:
        _check_area(roster, choices["area"])
    elif {"village", "district", "regency", "area_code"} & choices.keys():
        row.choices.pop("area", None)
    row.save(update_fields=["choices"])
    if choices:
        remembering.remember(roster, [_as_written(row)], by=by, now=clock.now())
    else:
        remembering.unlearn(roster, _as_written(row))
    spelled = _remember(roster, row, choices.get("area", ""), by) if remember else ""
    _plan_around(roster, row, before, spelled)


@transaction.atomic
def decide_alike(*, roster: Roster, trouble: str, field: str, by: Any) -> int:
    """Take the safe decision for every row whose problem is of this kind; returns how many rows."""
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    if roster.state != Roster.State.READY:
        raise Conflict(_("Impor ini sudah disimpan atau sedang dikerjakan, jadi tidak dapat diubah."))
    rows = []
    for row in roster.rows.filter(state=RowState.PROBLEM):
        way = safe_way(row.problems)
        if way and (way.code, way.field) == (trouble, field):
            row.choices = {**row.choices, **way.choices}
            row.choices.pop(AS_BEFORE, None)
            rows.append(row)
    if not rows:
        raise Refused(_("Usul ini dipilih baris demi baris."))
    RosterRow.objects.bulk_update(rows, ["choices"], batch_size=500)
    turn(roster, Roster.State.PLANNING, done=0, total=0)
    enqueue("prepare", roster)
    return len(rows)


def _checked(choices: Mapping[str, str]) -> dict[str, str]:
    """Typed values are cleaned like cells; 16 digits never get as far as the database."""
    checked = {}
    for name, value in choices.items():
        text = clean(value)[:300]
        if REDACTED in text or kept(text) != text:
            raise Refused(
                _("Ini 16 angka, seperti NIK. NIK tidak pernah disimpan. Isi nomor KIM, atau kosongkan dulu.")
            )
        checked[name] = text
    return checked


def _as_written(row: RosterRow) -> WrittenRow:
    return WrittenRow(row.number, row.cells, row.choices)


def _check_area(roster: Roster, code: str) -> None:
    if not Area.objects.within(roster.office.area).filter(code=code).exists():
        raise Refused(_("Desa itu di luar wilayah kantor Anda."))


def _remember(roster: Roster, row: RosterRow, area_code: str, by: Any) -> str:
    """Store the village's spelling as this row writes it, for this file and the next."""
    column = next((column for column, at in columns_of(roster).items() if at == Field.VILLAGE), None)
    written = row.choices.get("village") or (plain(row.cells[column]) if column is not None else "")
    area = Area.objects.filter(code=area_code).first()
    if not written or area is None or REDACTED in written:
        return ""
    add_spelling(area=area, spelling=written[:100], by=by)
    return written


def _plan_around(roster: Roster, row: RosterRow, before: tuple[str, str], spelled: str) -> None:
    """Plan the row, those it shares a village or a number with, before and after, and those with the same spelling."""
    facts = facts_for(roster.office.area, clock.today(), area_codes=())
    planned = {plan.number: plan for plan in _planned(roster, [row.number], facts.index)}
    areas, numbers = {before[0], planned[row.number].area_code}, {before[1], planned[row.number].kim_number}
    wanted = {row.number}
    if spelled:
        troubled = roster.rows.filter(state="problem", area_code="")
        wanted |= {
            other.number
            for other in troubled
            if any(problem["code"] == Trouble.UNKNOWN_VILLAGE for problem in other.problems)
        }
        areas |= {plan.area_code for plan in _planned(roster, sorted(wanted), facts.index)}
    while True:
        touched = Q(number__in=sorted(wanted)[:ROWS_AT_ONCE])
        touched |= Q(area_code__in=areas - {""}) | Q(kim_number__in=numbers - {""})
        rows = list(roster.rows.filter(touched))
        more_areas = areas | {other.area_code for other in rows}
        more_numbers = numbers | {other.kim_number for other in rows}
        if (more_areas, more_numbers) == (areas, numbers):
            break
        areas, numbers = more_areas, more_numbers
    plans = {plan.number: plan for plan in _planned(roster, [other.number for other in rows], facts.index)}
    for other in rows:
        note_plan(other, plans[other.number])
    RosterRow.objects.bulk_update(rows, PLAN_FIELDS, batch_size=200)


def _planned(roster: Roster, numbers: list[int], index: Any) -> list[Any]:
    """Plan some rows against the villages they turn out to lie in."""
    rows = written_rows(roster.rows.filter(number__in=numbers))
    columns = columns_of(roster)
    empty = facts_for(roster.office.area, clock.today(), area_codes=(), index=index)
    first = plan_rows(rows, columns, empty, is_kimid=roster.is_kimid)
    areas = {plan.area_code for plan in first} - {""}
    facts = facts_for(roster.office.area, clock.today(), area_codes=areas, index=index)
    return plan_rows(rows, columns, facts, is_kimid=roster.is_kimid)
