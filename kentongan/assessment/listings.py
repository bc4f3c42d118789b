"""A determination to take away: printed with its signature block, or as a table."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kentongan.assessment.models import Determination, DeterminationRow
from kentongan.assessment.queries.in_force import document_of
from kentongan.assessment.rules.determination import Line, Summary, summary_of
from kentongan.core import printing
from kentongan.core.tables import Column, ColumnKind
from kentongan.core.tables import write_xlsx as write_table
from kentongan.core.templatetags.core import number as spoken

_WIDTHS = (0.5, 3.2, 2.6, 2.4, 1.6, 1.6, 4)


def file_name(determination: Determination) -> str:
    return f"penetapan-{determination.office_id}-{determination.number}-per-{determination.as_of.isoformat()}"


def title_of(determination: Determination) -> str:
    return _("Penetapan %(name)s") % {"name": determination.instrument_name}


def _day(day: dt.date) -> str:
    return format_date(day, "j F Y")


def _tier(name: str) -> str:
    return name or _("tanpa tingkat")


def _about(determination: Determination, rows: list[DeterminationRow]) -> list[str]:
    """What stands above the rows, a sentence each."""
    counts = {"n": spoken(len(rows)), "all": spoken(determination.rows.count())}
    read_on = _day(timezone.localdate(determination.opened_at))
    said = [
        _("Nomor %(number)d, keadaan pada %(day)s.")
        % {"number": determination.number, "day": _day(determination.as_of)},
        _("Menurut instrumen %(name)s versi %(version)d; bukti dibaca %(day)s.")
        % {"name": determination.instrument_name, "version": determination.version.number, "day": read_on},
    ]
    if determination.corrects:
        said.append(
            _("Membetulkan penetapan nomor %(number)d: %(reason)s")
            % {"number": determination.corrects.number, "reason": determination.reason}
        )
    if counts["n"] != counts["all"]:
        said.append(_("Petikan: %(n)s dari %(all)s KIM.") % counts)
    if later := determination.corrections.exclude(signed_at=None).first():
        said.append(_("Sudah dibetulkan oleh penetapan nomor %(number)d.") % {"number": later.number})
    return said


def _reason(row: DeterminationRow) -> str:
    if row.is_overridden:
        by = row.overridden_by.name if row.overridden_by else ""
        return f"{row.override_reason} ({by})" if by else row.override_reason
    return _("masih dalam masa tenggang") if row.is_held else ""


def _numbers(determination: Determination, rows: Iterable[DeterminationRow]) -> Summary:
    return summary_of((Line(row.given, row.before, row.was_listed) for row in rows), determination.tiers)


# --- Printed --------------------------------------------------------------------------------------------------


def write_pdf(
    determination: Determination, rows: Iterable[DeterminationRow], stream: IO[bytes], *, is_demo: bool = False
) -> None:
    """The list as a letter: heading, the office's own sentence, rows, totals, signature, digest in the foot."""
    listed = list(rows)
    title = title_of(determination)
    parts = [
        printing.words(determination.office_name, size=11, bold=True),
        printing.rule(),
        printing.words(title, size=17, bold=True),
        printing.gap(4),
        *(printing.words(line, size=9.5) for line in _about(determination, listed)),
        printing.gap(8),
    ]
    if determination.basis:
        parts += [printing.words(determination.basis, size=9.5), printing.gap(8)]
    parts += [_rows_table(listed), printing.gap(16), _end(determination, listed)]
    marks = [_("Data contoh")] if is_demo else []
    if not determination.is_signed:
        marks.append(_("Rancangan, belum ditandatangani"))
    foot = _("Sidik digital SHA-256 %(digest)s") % {"digest": determination.digest} if determination.digest else ""
    printing.write_document(
        stream,
        parts,
        title=f"{title}, {_day(determination.as_of)}",
        author=determination.office_name,
        language="id-ID",
        foot=foot,
        mark=" · ".join(marks),
    )


def _rows_table(rows: list[DeterminationRow]) -> Any:
    headings = [
        pgettext("nomor urut", "No"),
        _("KIM"),
        _("Desa atau kelurahan"),
        _("Kecamatan"),
        _("Menurut bukti"),
        pgettext("penetapan", "Ditetapkan"),
        _("Alasan"),
    ]
    cells = [
        [
            str(place),
            row.group_name,
            row.place,
            row.district,
            _tier(row.found),
            printing.words(_tier(row.given), size=8.5, bold=True),
            _reason(row),
        ]
        for place, row in enumerate(rows, 1)
    ]
    return printing.table(headings, cells, _WIDTHS)


def _end(determination: Determination, rows: list[DeterminationRow]) -> Any:
    """Totals at the left, the signature at the right, on one page."""
    numbers = _numbers(determination, rows)
    left: list[Any] = [printing.words(_("Jumlah"), size=10, bold=True), printing.gap(3)]
    left += [
        printing.words(
            f"{_tier(count.name)}: {spoken(count.now)}" + _compared(count.before, numbers.has_before), size=9
        )
        for count in numbers.tiers
    ]
    left.append(printing.words(_("Semuanya %(n)s KIM.") % {"n": spoken(numbers.groups)}, size=9, bold=True))
    decided = sum(row.is_overridden for row in rows)
    if decided:
        words = ngettext(
            "%(n)s KIM ditetapkan berbeda dari bukti, dengan alasan.",
            "%(n)s KIM ditetapkan berbeda dari bukti, dengan alasan.",
            decided,
        )
        left.append(printing.words(words % {"n": spoken(decided)}, size=9))
    if not all(printing.is_printable(text) for row in rows for text in (row.group_name, row.place, _reason(row))):
        left += [printing.gap(4), printing.words(_missing_letters(), size=8, soft=True)]
    return printing.together([printing.beside([left, _signature(determination)], (3, 2))])


def _missing_letters() -> str:
    return _("[U+…] adalah huruf yang tidak ada di huruf cetak ini; tulisan utuhnya ada di daftar Excel.")


def _compared(before: int, has_before: bool) -> str:
    return " " + _("(sebelumnya %(n)s)") % {"n": spoken(before)} if has_before else ""


def _signature(determination: Determination) -> list[Any]:
    day = _day(determination.signed_on) if determination.signed_on else "…"
    lines = [
        printing.words(f"{determination.place or '…'}, {day}", size=9.5),
        printing.words(determination.signer_position or _("Jabatan"), size=9.5),
        printing.gap(46),
        printing.words(determination.signer_name or "…", size=9.5, bold=True),
    ]
    if determination.signer_number:
        lines.append(printing.words(_("NIP %(number)s") % {"number": _nip(determination.signer_number)}, size=9.5))
    return lines


def _nip(number: str) -> str:
    """ "19700101 199503 2 001": birth, appointment, sex and number, as it is written."""
    return f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}" if len(number) == 18 else number


# --- As a table -----------------------------------------------------------------------------------------------


def write_xlsx(
    determination: Determination, rows: Iterable[DeterminationRow], stream: IO[bytes], *, is_demo: bool = False
) -> None:
    """The same rows with every reading; names keep all their letters."""
    listed = list(rows)
    notes = [*([_("Data contoh.")] if is_demo else []), *_about(determination, listed)]
    if determination.digest:
        notes.append(_("Sidik digital SHA-256 %(digest)s") % {"digest": determination.digest})
    else:
        notes.append(_("Rancangan, belum ditandatangani"))
    readings = [reading["key"] for reading in listed[0].readings] if listed else []
    names = {one.key: one.name for one in document_of(determination.version).indicators}
    columns = [
        Column(pgettext("nomor urut", "No"), ColumnKind.NUMBER, 6),
        Column(_("Kode KIM"), width=18),
        Column(_("KIM"), width=30),
        Column(_("Desa atau kelurahan"), width=26),
        Column(_("Kecamatan"), width=24),
        Column(_("Sebelumnya"), width=16),
        Column(_("Menurut bukti"), width=16),
        Column(pgettext("penetapan", "Ditetapkan"), width=16),
        Column(_("Alasan"), width=50),
        *(Column(names[key], width=20) for key in readings),
    ]
    write_table(stream, columns, _cells(listed, readings), title=title_of(determination), notes=notes)


def _cells(rows: list[DeterminationRow], keys: list[str]) -> Iterator[list[Any]]:
    for place, row in enumerate(rows, 1):
        shown = {reading["key"]: reading["value"] for reading in row.readings}
        before = _tier(row.before) if row.was_listed else ""
        yield [
            place,
            row.group_code,
            row.group_name,
            row.place,
            row.district,
            before,
            _tier(row.found),
            _tier(row.given),
            _reason(row),
            *(shown.get(key, "") for key in keys),
        ]
