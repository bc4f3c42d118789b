"""Reads one row by itself: its place, days, decree, people and addresses, and what is wrong with each."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kentongan.areas.rules import Ambiguous, Answer, Column, Found, VillageQuery, resolve_village, tidy_code
from kentongan.core.dates import DayRange, ParsedDay, Unreadable, parse_day, parse_range
from kentongan.rosters.enums import Field, Trouble
from kentongan.rosters.rules.cells import (
    formula_of,
    is_nik_like,
    plain,
    read_address,
    read_phones,
    result_of,
    same_address,
    tidy_name,
    tidy_person,
)
from kentongan.rosters.rules.facts import Facts, Problem, Proposal, WrittenRow

Choices = Mapping[str, str]
BY = "by:"
LONGEST_TERM_YEARS = 10
LONGEST_CODE = 13
_LENGTHS = {
    Field.NAME: 120,
    Field.DECREE_NUMBER: 80,
    Field.DECREE_SIGNER: 120,
    Field.CHAIR: 120,
    Field.SECRETARY: 120,
    Field.TREASURER: 120,
    Field.CONTACT: 120,
    Field.KIM_NUMBER: 40,
    Field.ADDRESS: 200,
}
_CHANNELS = (Field.WEBSITE, Field.INSTAGRAM, Field.FACEBOOK, Field.YOUTUBE, Field.TIKTOK, Field.WHATSAPP)
_PEOPLE = (Field.CHAIR, Field.SECRETARY, Field.TREASURER, Field.CONTACT)
# Fields a KIM.ID list is read for; nothing else is taken over from it.
KIMID_FIELDS = frozenset(
    {
        Field.NAME,
        Field.GROUP_CODE,
        Field.AREA_CODE,
        Field.VILLAGE,
        Field.DISTRICT,
        Field.REGENCY,
        Field.KIM_NUMBER,
        Field.KIMID_URL,
    }
)


@dataclass(slots=True)
class Reading:
    """What a row says, before the register is asked."""

    row: WrittenRow
    # Cells that hold something, as stored and as text.
    cells: dict[Field, Any] = field(default_factory=dict)
    texts: dict[Field, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    area_code: str = ""
    # Where only years or months are written: between which days the day lies, or both days of a term.
    hints: dict[Field, tuple[DayRange, ...]] = field(default_factory=dict)

    def trouble(self, code: Trouble, at: Field, *proposals: Proposal, **words: Any) -> None:
        self.problems.append(Problem(code, at, words, tuple(proposals)))


Resolve = Callable[[VillageQuery], Answer]


def resolver(facts: Facts) -> Resolve:
    """``resolve_village`` that remembers its answers: a roster repeats its districts and its mistakes."""
    known: dict[VillageQuery, Answer] = {}

    def resolve(query: VillageQuery) -> Answer:
        answer = known.get(query)
        if answer is None:
            answer = known[query] = resolve_village(query, facts.index)
        return answer

    return resolve


def read_row(row: WrittenRow, columns: Mapping[Field, int], facts: Facts, resolve: Resolve) -> Reading:
    """All fields of a row that has columns for them; choices stand in for cells."""
    reading = Reading(row)
    cells, texts = reading.cells, reading.texts
    for at, column in columns.items():
        cell = row.cells[column] if column < len(row.cells) else ""
        if at in row.choices:
            cell = row.choices[at]
        elif formula := formula_of(cell):
            _formula(reading, at, formula, plain(cell))
        if cell != "" and (text := plain(cell)):
            cells[at] = cell
            texts[at] = text
    if row.choices:
        for name in row.choices.keys() - columns.keys():
            if name in Field.values and (text := plain(row.choices[name])):
                cells[Field(name)], texts[Field(name)] = row.choices[name], text
    _name(reading)
    _place(reading, facts, resolve)
    _kim_number(reading)
    _addresses(reading)
    if Field.GROUP_CODE in cells:
        reading.values["group_code"] = reading.texts[Field.GROUP_CODE]
    _formed(reading, facts)
    _decree(reading)
    _people(reading)
    return reading


def _formula(reading: Reading, at: Field, formula: str, result: str) -> None:
    proposals = [Proposal("use_result", {at.value: result}, {"value": result})] if result else []
    reading.trouble(Trouble.FORMULA, at, *proposals, formula=formula, result=result)


def _text(reading: Reading, at: Field) -> str:
    text = reading.texts.get(at, "")
    if len(text) > _LENGTHS[at]:
        reading.trouble(Trouble.TOO_LONG, at, limit=_LENGTHS[at])
        return ""
    return text


def _name(reading: Reading) -> None:
    name = _text(reading, Field.NAME)
    if name:
        reading.values["name"] = tidy_name(name)
    elif not any(problem.field == Field.NAME for problem in reading.problems):
        reading.trouble(Trouble.NO_NAME, Field.NAME, Proposal("skip", {"skip": "1"}))


# The place ------------------------------------------------------------------------------------------------------------


def _place(reading: Reading, facts: Facts, resolve: Resolve) -> None:
    chosen = reading.row.choices.get("area", "")
    if chosen in facts.index.areas:
        reading.area_code = chosen
        return
    village, district, regency = (reading.texts.get(at, "") for at in (Field.VILLAGE, Field.DISTRICT, Field.REGENCY))
    written = reading.texts.get(Field.AREA_CODE, "")
    code = tidy_code(written)
    if len(code) == 13 and code not in facts.index.areas and _is_outside(code, facts.office_code):
        reading.trouble(Trouble.OUTSIDE_OFFICE, Field.AREA_CODE, Proposal("skip", {"skip": "1"}), text=code)
        return
    if len(code) == 8 and not village and code in facts.index.areas:
        reading.area_code = code
        return
    if not village and not written:
        if group_code := reading.texts.get(Field.GROUP_CODE, ""):
            _place_of_group(reading, facts, group_code)
        else:
            reading.trouble(Trouble.NO_VILLAGE, Field.VILLAGE, Proposal("skip", {"skip": "1"}))
        return
    answer = resolve(VillageQuery(village, district, regency, written))
    if isinstance(answer, Found):
        reading.area_code = answer.code
    elif isinstance(answer, Ambiguous):
        code_or_name = Trouble.CODE_DISAGREES if answer.column is Column.CODE else Trouble.AMBIGUOUS_VILLAGE
        at = Field.AREA_CODE if answer.column is Column.CODE else Field.VILLAGE
        proposals = (Proposal("choose_place", {"area": found}, {"area": found}) for found in answer.candidates[:6])
        reading.trouble(code_or_name, at, *proposals, text=village, count=len(answer.candidates))
    elif answer.column is Column.REGENCY and not answer.proposals:
        reading.trouble(Trouble.OUTSIDE_OFFICE, Field.REGENCY, Proposal("skip", {"skip": "1"}), text=regency)
    else:
        at = {Column.DISTRICT: Field.DISTRICT, Column.CODE: Field.AREA_CODE, Column.REGENCY: Field.REGENCY}.get(
            answer.column, Field.VILLAGE
        )
        verb = "use_and_remember" if at == Field.VILLAGE else "choose_place"
        ways = [Proposal(verb, {"area": found}, {"area": found}) for found in answer.proposals]
        if at == Field.DISTRICT and not ways:
            ways = [Proposal("skip", {"skip": "1"})]
        text = {Field.DISTRICT: district, Field.AREA_CODE: written, Field.REGENCY: regency}.get(at, village)
        reading.trouble(Trouble.UNKNOWN_VILLAGE, at, *ways, text=text)


def _place_of_group(reading: Reading, facts: Facts, group_code: str) -> None:
    """The area before the running number; a group of another office is not told apart from one that does not exist."""
    code = group_code.rpartition("-")[0]
    if len(code) <= LONGEST_CODE and not _is_outside(code, facts.office_code):
        reading.area_code = code
        return
    without = Proposal("leave_empty", {Field.GROUP_CODE.value: ""})
    reading.trouble(Trouble.UNKNOWN_GROUP, Field.GROUP_CODE, without, text=group_code)


def _is_outside(code: str, office_code: str) -> bool:
    return office_code != "ID" and not code.startswith(office_code)


# Days -----------------------------------------------------------------------------------------------------------------


def _day(reading: Reading, at: Field, cell: Any, *, takes_last: bool = True) -> dt.date | None:
    """The day in the cell, or a problem with its proposals."""
    if cell == "":
        return None
    found = _parsed(result_of(cell))
    if isinstance(found, ParsedDay):
        return found.day
    days = tuple(day for day in found.proposals if isinstance(day, dt.date))
    if found.period and at != Field.FORMED_ON:
        days = (found.period.end if takes_last else found.period.start,)
    if found.period and at == Field.FORMED_ON:
        proposals = [Proposal("by_day", {at.value: BY + days[0].isoformat()}, {"day": days[0].isoformat()})]
    else:
        proposals = [Proposal("use_day", {at.value: day.isoformat()}, {"day": day.isoformat()}) for day in days]
    proposals.append(_without(at))
    if found.period:
        reading.hints[at] = (found.period,)
    code = Trouble.DAY_IMPRECISE if found.is_imprecise else Trouble.DAY_UNREADABLE
    reading.trouble(code, at, *proposals, text=plain(cell))
    return None


_known_days = lru_cache(maxsize=8192)(parse_day)


def _parsed(value: Any) -> ParsedDay | Unreadable:
    """``parse_day`` that remembers: a roster repeats its days."""
    return _known_days(value) if isinstance(value, str) else parse_day(value)


def _without(at: Field) -> Proposal:
    """Leave the day out for now; a decree cannot be without its days, so the row goes without the decree."""
    if at in {Field.FORMED_ON, Field.DECREE_SIGNED}:
        return Proposal("leave_empty", {at.value: ""})
    return Proposal("without_decree", {"decree": "none"})


def _formed(reading: Reading, facts: Facts) -> None:
    cell = reading.cells.get(Field.FORMED_ON, "")
    text = plain(cell)
    is_exact = True
    if text.startswith(BY):
        cell, is_exact = text.removeprefix(BY), False
    elif found := re.match(r"(?:paling lambat|sudah ada|sebelum)\b\s*", text, re.IGNORECASE):
        cell, is_exact = text[found.end() :], False
    elif reading.texts.get(Field.FORMED_PRECISION, "").casefold() in {"paling lambat", "by", "sudah ada"}:
        is_exact = False
    day = _day(reading, Field.FORMED_ON, cell)
    if day is None:
        return
    if day > facts.today:
        reading.trouble(Trouble.FORMED_IN_FUTURE, Field.FORMED_ON, _without(Field.FORMED_ON), day=day.isoformat())
        return
    reading.values |= {"formed_on": day.isoformat(), "formed_exact": is_exact}


# The decree -----------------------------------------------------------------------------------------------------------

_SIGNERS = (
    (re.compile(r"\b(?:kepala desa|kades|lurah|pj\.? kades|kuwu|village)\b"), "village"),
    (re.compile(r"\b(?:camat|district)\b"), "district"),
    (re.compile(r"\b(?:bupati|wali ?kota|sekda|regency)\b"), "regency"),
)
_TITLES = re.compile(
    r"^\s*(?:(?:kepala desa(?: atau lurah)?|kades|lurah|camat|bupati(?: atau wali kota)?|wali ?kota|pejabat lain)\b)?\s*[:,]?\s*",
    re.IGNORECASE,
)


def read_signer(text: str) -> tuple[str, str]:
    """Whose signature it is and the name, from "Camat Turen" or "Kepala desa atau lurah: Sulastri"."""
    low = text.casefold()
    kind = next((kind for pattern, kind in _SIGNERS if pattern.search(low)), "other")
    name = text.split(":", 1)[1].strip() if ":" in text else text
    return kind, "" if kind != "other" and not _TITLES.sub("", name) else name


def _decree(reading: Reading) -> None:
    if reading.row.choices.get("decree") == "none":
        return
    number = _text(reading, Field.DECREE_NUMBER)
    start, end = _term(reading)
    signed = _day(reading, Field.DECREE_SIGNED, reading.cells.get(Field.DECREE_SIGNED, ""))
    values = {"decree_number": number}
    values |= {
        at.value: day.isoformat()
        for at, day in ((Field.DECREE_START, start), (Field.DECREE_END, end), (Field.DECREE_SIGNED, signed))
        if day
    }
    if signer := _text(reading, Field.DECREE_SIGNER):
        values["signer_kind"], values["signer_name"] = read_signer(signer)
    reading.values |= {name: value for name, value in values.items() if value or name == "signer_name"}


def check_term(reading: Reading, start: dt.date | None, end: dt.date | None) -> None:
    """Say when a term ends before it starts or lasts longer than any board does."""
    if not start or not end:
        return
    at = Field.DECREE_END
    words = {"start": start.isoformat(), "end": end.isoformat()}
    if end < start:
        reading.trouble(Trouble.ENDS_BEFORE_START, at, *_meant_end(start, end), _without(at), **words)
    elif (end.year - start.year) > LONGEST_TERM_YEARS and reading.row.choices.get("long_term") != "1":
        reading.trouble(
            Trouble.TERM_TOO_LONG,
            at,
            Proposal("accept", {"long_term": "1"}),
            _without(at),
            years=end.year - start.year,
            **words,
        )


def _meant_end(start: dt.date, end: dt.date) -> list[Proposal]:
    """Only where the year is plainly off: as many years after the start as it now is before it; or the days swapped."""
    proposals = []
    years = start.year - end.year
    if 1 <= years <= 5:
        meant = _with_year(end, start.year + years)
        proposals.append(Proposal("use_day", {Field.DECREE_END.value: meant.isoformat()}, {"day": meant.isoformat()}))
    if 180 <= (start - end).days <= 6 * 366:
        swapped = {Field.DECREE_START.value: end.isoformat(), Field.DECREE_END.value: start.isoformat()}
        proposals.append(Proposal("swap_days", swapped))
    return proposals


def _with_year(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _term(reading: Reading) -> tuple[dt.date | None, dt.date | None]:
    """First and last day, from two columns or from one with a range; columns of their own outweigh the range."""
    start = _day(reading, Field.DECREE_START, reading.cells.get(Field.DECREE_START, ""), takes_last=False)
    end = _day(reading, Field.DECREE_END, reading.cells.get(Field.DECREE_END, ""))
    cell = reading.cells.get(Field.DECREE_TERM, "")
    if (start and end) or not plain(cell) or Field.DECREE_TERM in {problem.field for problem in reading.problems}:
        return start, end
    found = parse_range(result_of(cell))
    if isinstance(found, DayRange):
        return start or found.start, end or found.end
    ranges = [proposal for proposal in found.proposals if isinstance(proposal, DayRange)]
    if sides := _backwards(plain(cell)):
        return sides
    proposals = [
        Proposal(
            "use_range",
            {
                Field.DECREE_START.value: meant.start.isoformat(),
                Field.DECREE_END.value: meant.end.isoformat(),
                Field.DECREE_TERM.value: "",
            },
            {"start": meant.start.isoformat(), "end": meant.end.isoformat()},
        )
        for meant in ranges
    ]
    if found.sides:
        reading.hints[Field.DECREE_TERM] = found.sides
    code = Trouble.DAY_IMPRECISE if found.is_imprecise else Trouble.DAY_UNREADABLE
    reading.trouble(code, Field.DECREE_TERM, *proposals, _without(Field.DECREE_TERM), text=plain(cell))
    return start, end


def _backwards(text: str) -> tuple[dt.date, dt.date] | None:
    """Both days of a range whose end comes first, so that it is told and mended like two columns."""
    parts = re.split(r"\s*(?:s\s*[./]\s*d\.?|\bsd\b|sampai(?: dengan)?|hingga|\s[-–—]\s)\s*", text, maxsplit=1)
    if len(parts) != 2:
        return None
    start, end = parse_day(parts[0]), parse_day(parts[1])
    return (start.day, end.day) if isinstance(start, ParsedDay) and isinstance(end, ParsedDay) else None


# People, numbers, addresses ---------------------------------------------------------------------------------------------


def _people(reading: Reading) -> None:
    for at in _PEOPLE:
        if text := _text(reading, at):
            reading.values[at.value] = tidy_person(text)
    if address := _text(reading, Field.ADDRESS):
        reading.values["address"] = address
    for at in (Field.PHONE, Field.CHAIR_PHONE):
        if not reading.texts.get(at, ""):
            continue
        number = read_phones(reading.cells[at])
        if number:
            reading.values[at.value] = number
        else:
            reading.trouble(
                Trouble.PHONE_UNREADABLE, at, Proposal("leave_empty", {at.value: ""}), text=reading.texts[at]
            )


def _kim_number(reading: Reading) -> None:
    text = reading.texts.get(Field.KIM_NUMBER, "")
    if is_nik_like(text):
        reading.trouble(Trouble.LOOKS_LIKE_NIK, Field.KIM_NUMBER, Proposal("leave_empty", {Field.KIM_NUMBER.value: ""}))
    elif text := _text(reading, Field.KIM_NUMBER):
        reading.values["kim_number"] = text


def _addresses(reading: Reading) -> None:
    for at in (Field.KIMID_URL, *_CHANNELS):
        if not (text := reading.texts.get(at, "")):
            continue
        url = read_address(at, text)
        if url:
            reading.values[at.value] = url
        else:
            reading.trouble(Trouble.ADDRESS_UNREADABLE, at, Proposal("leave_empty", {at.value: ""}), text=text)
    website = reading.values.get("website", "")
    if any(same_address(website, reading.values.get(at.value, "")) for at in _CHANNELS[1:] if website):
        # One address is one channel; the more telling column keeps it.
        del reading.values["website"]
