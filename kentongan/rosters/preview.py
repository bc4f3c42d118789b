"""A roster as its preview shows it: cells with old and new, sentences, buttons. Reads, never writes."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.areas.models import Area
from kentongan.core.dates import ParsedDay, parse_day
from kentongan.core.tables.headings import REASON_TEXTS, SkipReason
from kentongan.registry.enums import SignerKind
from kentongan.rosters.enums import Field, RowState, Trouble
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import columns_of
from kentongan.rosters.rules.cells import formula_of, plain
from kentongan.rosters.rules.memory import AS_BEFORE
from kentongan.rosters.wording import as_before_words, day_words, problem_words, proposal_label, strong_word, type_label

TAGS = {
    RowState.PROBLEM: "bad",
    RowState.NEW: "ok",
    RowState.CHANGED: "neutral",
    RowState.SAME: "off",
    RowState.SKIPPED: "off",
}
# The column of the preview in which a field's problem is marked.
_COLUMN = {
    Field.NAME: "name",
    Field.GROUP_CODE: "name",
    Field.KIM_NUMBER: "name",
    Field.VILLAGE: "village",
    Field.DISTRICT: "village",
    Field.REGENCY: "village",
    Field.AREA_CODE: "village",
    Field.FORMED_ON: "formed",
    Field.DECREE_NUMBER: "decree",
    Field.DECREE_SIGNER: "decree",
    Field.DECREE_START: "term",
    Field.DECREE_END: "term",
    Field.DECREE_TERM: "term",
    Field.DECREE_SIGNED: "term",
}
_IN_COLUMNS = {"name", "formed_on", "decree_number", "decree_start", "decree_end"}
_EXTRA_LABELS = {"signer_kind": _("Penanda tangan SK"), "signer_name": _("Nama penanda tangan")}
SHOWN_PROPOSALS = 2
# Answered by a choice; whoever wants to type opens the row's own page.
_NOT_TYPED = frozenset(
    {
        Trouble.TWIN,
        Trouble.OUTSIDE_OFFICE,
        Trouble.OTHER_NAME,
        Trouble.AMBIGUOUS_VILLAGE,
        Trouble.CODE_DISAGREES,
        Trouble.ENDED_GROUP,
        Trouble.NOT_IN_REGISTER,
        Trouble.TERM_TOO_LONG,
    }
)


@dataclass
class ShownCell:
    """One cell: the text, what it was in the register, and whether it is at fault or a formula."""

    text: str = ""
    small: str = ""
    old: str = ""
    is_new: bool = False
    is_wrong: bool = False
    is_formula: bool = False


@dataclass
class ShownProblem:
    """The sentence and the buttons of one problem."""

    field: str
    code: str
    wrong: str
    thought: str
    twin: int
    buttons: list[dict[str, str]]
    more: list[dict[str, str]]
    type_label: str
    written: str
    is_day: bool
    # The value that the thought is about, and the words around it.
    strong: str = ""
    thought_parts: tuple[str, str] = ("", "")
    # Where nothing better than leaving it out can be proposed, typing comes first.
    types_first: bool = False


@dataclass
class ShownRow:
    number: int
    state: str
    word: str
    kind: str
    name: ShownCell
    village: ShownCell
    formed: ShownCell
    decree: ShownCell
    term: ShownCell
    problems: list[ShownProblem] = field(default_factory=list)
    extras: list[dict[str, str]] = field(default_factory=list)
    has_choices: bool = False
    # "Seperti keputusan Anda pada 20 September 2025."
    as_before: str = ""
    group_code: str = ""


def shown_rows(roster: Roster, rows: Iterable[RosterRow], viewer: Any = None) -> list[ShownRow]:
    """The rows with the names of their places and of those who decided; two queries for all of them."""
    rows = list(rows)
    places = Area.objects.in_bulk(_codes(rows))
    columns = {at: column for column, at in columns_of(roster).items()}
    told = [row.choices.get(AS_BEFORE, "").partition(" ") for row in rows]
    people = User.objects.in_bulk({int(by) for _day, _space, by in told if by})
    shown = [_shown(row, columns, places) for row in rows]
    for row, (day, _space, by) in zip(shown, told, strict=True):
        if day:
            row.as_before = as_before_words(day, people.get(int(by)) if by else None, viewer)
    return shown


def _codes(rows: list[RosterRow]) -> set[str]:
    codes = {row.area_code for row in rows if row.area_code}
    codes |= {
        proposal["words"]["area"]
        for row in rows
        for problem in row.problems
        for proposal in problem["proposals"]
        if "area" in proposal["words"]
    }
    return {part for code in codes for part in (code, code[:8], code[:5])}


def written(row: RosterRow, at: Field, columns: Mapping[Field, int]) -> str:
    """What the file, or the person since, says in a field; a formula as its text."""
    if at.value in row.choices:
        return row.choices[at.value].removeprefix("by:")
    column = columns.get(at)
    if column is None or column >= len(row.cells):
        return ""
    cell = row.cells[column]
    return formula_of(cell) or plain(cell)


def _day_text(text: str) -> str:
    """A written day in full where it can be read, else as written."""
    value: Any = text
    with contextlib.suppress(ValueError):
        value = float(text)
    found = parse_day(value)
    return day_words(found.day.isoformat()) if isinstance(found, ParsedDay) else text


def _shown(row: RosterRow, columns: Mapping[Field, int], places: Mapping[str, Area]) -> ShownRow:
    wrong = {_COLUMN.get(Field(problem["field"]), "") for problem in row.problems}
    shown = ShownRow(
        number=row.number,
        state=row.state,
        word=str(RowState(row.state).label),
        kind=TAGS[RowState(row.state)],
        name=_name(row, columns),
        village=_village(row, columns, places, "village" in wrong),
        formed=_formed(row, columns),
        decree=_decree(row, columns),
        term=_term(row, columns, "term" in wrong),
        problems=[_problem(row, problem, columns, places) for problem in row.problems],
        extras=list(_extras(row)),
        has_choices=bool(row.choices),
        group_code=row.group_code,
    )
    for name in wrong - {""}:
        getattr(shown, name).is_wrong = True
    for problem in row.problems:
        if problem["code"] == Trouble.FORMULA and (name := _COLUMN.get(Field(problem["field"]), "")):
            cell = getattr(shown, name)
            cell.text, cell.is_formula = problem["words"]["formula"], True
    return shown


def _name(row: RosterRow, columns: Mapping[Field, int]) -> ShownCell:
    text = row.values.get("name") or written(row, Field.NAME, columns)
    if "name" in row.changes:
        return ShownCell(row.changes["name"][1], old=row.changes["name"][0], is_new=True)
    return ShownCell(text or _("tanpa nama"))


def _village(row: RosterRow, columns: Mapping[Field, int], places: Mapping[str, Area], is_wrong: bool) -> ShownCell:
    area = places.get(row.area_code)
    if area and not is_wrong:
        parent = places.get(row.area_code[:8])
        if len(row.area_code) == 8:
            return ShownCell(area.full_name)
        return ShownCell(area.name, parent.name if parent else "")
    village = written(row, Field.VILLAGE, columns) or written(row, Field.AREA_CODE, columns)
    district = written(row, Field.DISTRICT, columns)
    regency = written(row, Field.REGENCY, columns)
    small = district or regency
    if not regency and any(problem["code"] == Trouble.AMBIGUOUS_VILLAGE for problem in row.problems):
        small = _("tanpa nama kabupaten atau kota")
    return ShownCell(village or _("kosong"), small)


def _formed(row: RosterRow, columns: Mapping[Field, int]) -> ShownCell:
    if any(problem["field"] == Field.FORMED_ON for problem in row.problems):
        return ShownCell(_day_text(written(row, Field.FORMED_ON, columns)))
    day = row.values.get("formed_on", "")
    small = "" if row.values.get("formed_exact", True) else _("sudah ada")
    old = day_words(row.changes["formed_on"][0]) if "formed_on" in row.changes else ""
    return ShownCell(day_words(day), small, old if old != day_words(day) else "", _is_new(row, "formed_on"))


def _is_new(row: RosterRow, name: str) -> bool:
    return row.state == RowState.NEW or name in row.changes


def _decree(row: RosterRow, columns: Mapping[Field, int]) -> ShownCell:
    number = row.values.get("decree_number") or written(row, Field.DECREE_NUMBER, columns)
    if row.choices.get("decree") == "none":
        number = row.values.get("decree_number", "")
    if "decree_number" in row.changes:
        return ShownCell(row.changes["decree_number"][1], old=row.changes["decree_number"][0], is_new=True)
    return ShownCell(number, is_new=row.state == RowState.NEW)


def _term(row: RosterRow, columns: Mapping[Field, int], is_wrong: bool) -> ShownCell:
    start, end = (day_words(row.values.get(name, "")) for name in ("decree_start", "decree_end"))
    if is_wrong:
        start = start or _day_text(written(row, Field.DECREE_START, columns))
        end = end or _day_text(written(row, Field.DECREE_END, columns))
        if not start and not end:
            return ShownCell(written(row, Field.DECREE_TERM, columns) or _("kosong"))
    text = f"{start} – {end}" if start and end else start or end
    return ShownCell(text, old=_old_term(row), is_new=_is_new(row, "decree_start") or "decree_end" in row.changes)


def _old_term(row: RosterRow) -> str:
    """What the register says of the term, as far as it changes."""
    start = day_words(row.changes.get("decree_start", [""])[0])
    end = day_words(row.changes.get("decree_end", [""])[0])
    is_new_decree = "decree_number" in row.changes and not row.values.get("decree_of")
    if end and (is_new_decree or not start):
        return _("s.d. %(day)s") % {"day": end}
    if start and end:
        return f"{start} – {end}"
    return _("mulai %(day)s") % {"day": start} if start else ""


def _extras(row: RosterRow) -> Iterable[dict[str, str]]:
    """Changes of fields that have no column of their own."""
    for name, (old, new) in row.changes.items():
        if name in _IN_COLUMNS:
            continue
        label = str(Field(name).label) if name in Field.values else str(_EXTRA_LABELS.get(name, name))
        if name == "signer_kind":
            old, new = (str(SignerKind(value).label) if value else "" for value in (old, new))
        if name == "decree_signed":
            old, new = day_words(old), day_words(new)
        kind = "phone" if name in {"phone", "chair_phone"} else ""
        yield {"label": label, "old": old, "new": new, "kind": kind}


def _problem(
    row: RosterRow, problem: dict[str, Any], columns: Mapping[Field, int], places: Mapping[str, Area]
) -> ShownProblem:
    wrong, thought = problem_words(problem, places)
    buttons = [
        {
            "label": proposal_label(proposal, places, problem),
            "value": f"{problem['code']}:{problem['field']}:{at}",
        }
        for at, proposal in enumerate(problem["proposals"])
    ]
    can_be_typed = problem["code"] not in _NOT_TYPED
    strong = strong_word(problem, places)
    before, found, after = thought.partition(strong) if strong else ("", "", "")
    shown = len(buttons) if len(buttons) <= SHOWN_PROPOSALS else SHOWN_PROPOSALS
    if problem["code"] == Trouble.UNKNOWN_VILLAGE:
        shown = 1
    elif problem["code"] == Trouble.ENDS_BEFORE_START:
        shown = 1 if problem["proposals"][0]["verb"] != "without_decree" else 0
    at = Field(problem["field"])
    return ShownProblem(
        field=at.value,
        code=problem["code"],
        wrong=wrong,
        thought=thought,
        twin=problem["words"].get("twin", 0),
        buttons=buttons[:shown],
        more=buttons[shown:],
        type_label=type_label(problem) if can_be_typed else "",
        written=written(row, at, columns) if not formula_of(_cell(row, at, columns)) else "",
        is_day=at in {Field.FORMED_ON, Field.DECREE_START, Field.DECREE_END, Field.DECREE_SIGNED},
        strong=strong if found else "",
        thought_parts=(before, after),
        types_first=not problem["proposals"] or problem["proposals"][0]["verb"] in {"leave_empty", "without_decree"},
    )


def _cell(row: RosterRow, at: Field, columns: Mapping[Field, int]) -> Any:
    column = columns.get(at)
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def skipped_rows(roster: Roster) -> list[dict[str, str]]:
    """Rows that are not data, neighbours with one reason together: "1–2"."""
    shown: list[dict[str, Any]] = []
    for skip in roster.layout.get("skipped", []):
        last = shown[-1] if shown else None
        if last and last["reason"] == skip["reason"] and last["until"] + 1 == skip["number"]:
            last["until"] = skip["number"]
            continue
        shown.append({**skip, "from": skip["number"], "until": skip["number"]})
    rows = []
    for skip in shown:
        numbers = str(skip["from"]) if skip["from"] == skip["until"] else f"{skip['from']}–{skip['until']}"
        words = (
            _("Sel gabungan “%(text)s” dilewati: %(why)s.") if skip["merged"] else _("“%(text)s” dilewati: %(why)s.")
        )
        why = REASON_TEXTS[SkipReason(skip["reason"])]
        rows.append({"numbers": numbers, "sentence": words % {"text": skip["text"][:80], "why": why}})
    return rows
