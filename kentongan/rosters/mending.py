"""The rows that could not be saved, as a file to mend: the original columns, and what is wrong. It can be imported again."""

from typing import IO, Any

from django.utils.translation import gettext as _

from kentongan.areas.models import Area
from kentongan.core.tables import Column, write_xlsx
from kentongan.rosters.enums import RowState
from kentongan.rosters.models import Roster
from kentongan.rosters.queries import columns_of
from kentongan.rosters.rules.cells import REDACTED, plain, result_of
from kentongan.rosters.wording import problem_sentence


def mend_file(roster: Roster, stream: IO[bytes]) -> int:
    """Write the rows with problems, as far as they are mended already, and return how many there are."""
    headings = roster.layout.get("headings", [])
    fields = columns_of(roster)
    rows = list(roster.rows.filter(state=RowState.PROBLEM).order_by("number"))
    places = Area.objects.in_bulk(
        {
            part
            for row in rows
            for problem in row.problems
            for proposal in problem["proposals"]
            if (code := proposal["words"].get("area"))
            for part in (code, code[:8], code[:5])
        }
    )
    columns = [Column(heading or _("Kolom %(n)d") % {"n": at}) for at, heading in enumerate(headings, start=1)]
    columns += [Column(_("Baris di berkas asal"), width=12), Column(_("Yang perlu diperbaiki"), width=70)]

    def lines() -> Any:
        for row in rows:
            cells = []
            for column in range(len(headings)):
                at = fields.get(column)
                if at and at.value in row.choices:
                    cells.append(row.choices[at.value].removeprefix("by:"))
                else:
                    cells.append(_value(row.cells[column]) if column < len(row.cells) else "")
            said = " ".join(problem_sentence(problem, places) for problem in row.problems)
            yield [*cells, str(row.number), said]

    return write_xlsx(stream, columns, lines(), sheet_name=_("Perbaiki"))


def _value(cell: Any) -> Any:
    value = result_of(cell)
    if isinstance(value, str):
        return "" if REDACTED in value else plain(cell)
    return value
