"""A list as offices really send them, made from the demo's register, for trying the import.

Titles merged over the columns, dates written in five ways, and every kind of mistake once. The rows that add or change
something, and those that say what the register says already, are counted out below.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import IO, TYPE_CHECKING

from django.db.models import Prefetch

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.demo import data
from kentongan.registry.models import Decree, FormationCase, Group

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FILE_NAME = "Daftar KIM Malang Raya (contoh).xlsx"
SHEET = "Sept 2025"
TITLES = ("DATA KIM SE-KABUPATEN MALANG TAHUN 2025", "DATA CONTOH, BUKAN DATA SUNGGUHAN")
HEADINGS = ("NO", "NAMA KIM", "DS / KEL", "KEC", "KAB / KOTA", "TGL BENTUK", "NO SK", "TGL SK", "S/D", "KET")
NEW, CHANGED, SAME = 24, 188, 46
# Groups of the register whose rows hold a mistake, in the order of `_faulty`.
FAULTY = ("35.07.16.2005", "35.07.16.2009", "35.07.09.2007", "35.07.09.2010", data.GUBUGKLAKAH)
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

Day = dt.date | str | None


@dataclass(slots=True)
class Line:
    """One row of the list, before it is written in the office's many ways."""

    name: str
    village: str
    district: str
    formed: Day = None
    number: str = ""
    starts: Day = None
    ends: Day = None
    remark: str = ""
    # A formula for the cell of the number, whose last result is the number.
    formula: str = ""


def write_ugly_list(target: IO[bytes]) -> None:
    """Write the list for the register of the regency as it stands."""
    rng = Random(data.SEED + 1)
    lines = _lines(rng)
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": FILE_NAME, "comments": "Data contoh", "created": dt.datetime(2025, 9, 24)})  # noqa: DTZ001
    sheet = book.add_worksheet(SHEET)
    title = book.add_format({"bold": True, "align": "center", "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#D9D9D9", "align": "center"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row, text in enumerate(TITLES):
        sheet.merge_range(row, 0, row, len(HEADINGS) - 1, text, title)
    sheet.write_row(2, 0, HEADINGS, head)
    for column, width in enumerate((5, 28, 22, 20, 14, 18, 18, 18, 18, 16)):
        sheet.set_column(column, column, width)
    for row, line in enumerate(lines, start=3):
        _write_line(sheet, row, line, rng, day)
    sheet.freeze_panes(3, 2)
    book.close()


def _write_line(sheet: "Worksheet", row: int, line: Line, rng: Random, day: object) -> None:
    sheet.write_number(row, 0, row - 2)
    loud = line.name.upper() if rng.random() < 0.12 else line.name
    for column, text in enumerate((loud, line.village, line.district, "Kab. Malang"), start=1):
        sheet.write_string(row, column, text)
    if line.formula:
        sheet.write_formula(row, 6, line.formula, None, line.number)
    else:
        sheet.write_string(row, 6, line.number)
    for column, value in ((5, line.formed), (7, line.starts), (8, line.ends)):
        if isinstance(value, dt.date) and rng.random() < 0.3:
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        elif value is not None:
            sheet.write_string(row, column, _written(value, rng))
    sheet.write_string(row, 9, line.remark)


def _written(value: dt.date | str, rng: Random) -> str:
    """A day in one of the ways Indonesian offices write it."""
    if isinstance(value, str):
        return value
    ways: tuple[Callable[[dt.date], str], ...] = (
        lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        lambda day: f"{day:%d/%m/%Y}",
        lambda day: f"{day.day}-{_SHORT_MONTHS[day.month - 1]}-{day:%y}",
        lambda day: f"{day:%d-%m-%Y}",
    )
    return rng.choice(ways)(value)


# --- The rows ------------------------------------------------------------------------------------------


def _lines(rng: Random) -> list[Line]:
    latest = Prefetch("decrees", Decree.objects.order_by("-ends_on", "-starts_on"))
    areas = {area.code: area.name for area in Area.objects.filter(regency_code=data.REGENCY)}
    groups = {
        group.area_id: group
        for group in Group.objects.filter(area__regency_code=data.REGENCY).order_by("code").prefetch_related(latest)
    }
    faulty = _faulty(groups, areas)
    plain = [group for code, group in groups.items() if code not in {*FAULTY, data.SANANKERTO}]
    chosen = sorted(rng.sample(plain, CHANGED + SAME), key=lambda group: group.code)
    changed = set(rng.sample(range(len(chosen)), CHANGED))
    known = [
        _changed(group, areas, rng) if place in changed else _same(group, areas) for place, group in enumerate(chosen)
    ]
    lines = [*_new(groups, areas, rng), *known]
    # The mistakes stand far apart, the twin after the row it repeats.
    for place, line in zip((37, 73, 99, 132, 154), faulty, strict=True):
        lines.insert(place, line)
    lines.insert(205, lines[54])
    return lines


def _same(group: Group, areas: dict[str, str]) -> Line:
    decree = next(iter(group.decrees.all()), None)
    return Line(
        name=group.name,
        village=areas[group.area_id],
        district=areas[group.area_id[:8]],
        formed=group.formed_on if group.formed_precision == "day" else None,
        number=decree.number if decree else "",
        starts=decree.starts_on if decree else None,
        ends=decree.ends_on if decree else None,
    )


def _changed(group: Group, areas: dict[str, str], rng: Random) -> Line:
    """A renewed decree, the first one on record, or a mended last day."""
    line = _same(group, areas)
    if isinstance(line.ends, dt.date) and line.ends > data.TODAY:
        line.ends -= dt.timedelta(days=rng.randrange(1, 28))
        line.remark = "tgl akhir diperbaiki"
        return line
    begin = dt.date(2025, 9, 24)
    if isinstance(line.ends, dt.date):
        begin = max(line.ends + dt.timedelta(days=1), dt.date(2025, 7, 1))
        line.remark = "perpanjangan"
    line.number = f"141/{40 + rng.randrange(50)}/2025"
    line.starts, line.ends = begin, begin.replace(year=begin.year + 3) - dt.timedelta(days=1)
    return line


def _new(groups: dict[str, Group], areas: dict[str, str], rng: Random) -> list[Line]:
    """Groups the register lacks, formed this summer, none of them where the demo's stories say there is none."""
    on_the_way = set(FormationCase.objects.values_list("area_id", flat=True))
    codes = Area.objects.filter(regency_code=data.REGENCY, level=Level.VILLAGE).values_list("code", flat=True)
    free = [
        code
        for code in codes.order_by("code")
        if code not in groups and code not in on_the_way and code[:8] not in data.DISTRICTS_WITHOUT
    ]
    lines = []
    for code in sorted(rng.sample(free, NEW)):
        formed = dt.date(2025, 8, 1) + dt.timedelta(days=rng.randrange(50))
        starts = formed + dt.timedelta(days=rng.randrange(5))
        ends = starts.replace(year=starts.year + 3) - dt.timedelta(days=1)
        name = f"KIM {rng.choice(data.GROUP_WORDS)} {areas[code]}"
        lines.append(
            Line(name, areas[code], areas[code[:8]], formed, f"141/{rng.randrange(10, 90)}/2025", starts, ends)
        )
    return lines


def _faulty(groups: dict[str, Group], areas: dict[str, str]) -> list[Line]:
    """One row for each mistake but the twin: unknown village, two villages of that name, a term that ends before it
    begins, a day that does not exist, a formula."""
    unknown, two, backwards, no_day, formula = (_same(groups[code], areas) for code in FAULTY)
    unknown.village = "Pulungdowok"
    two.district = ""
    backwards.number, backwards.starts, backwards.ends = "141/23/2024", dt.date(2024, 3, 12), dt.date(2021, 3, 12)
    no_day.formed = "31/02/2023"
    formula.formula = '=F158&"/2022"'
    return [unknown, two, backwards, no_day, formula]
