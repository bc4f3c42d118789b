"""What somebody decided about a row, kept for the next list that writes it so. Pure.

A decision holds marks of the cells it is about, never the cells: whether the next list says the same can be told, what it said cannot.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kentongan.core.normalise import fold
from kentongan.rosters.enums import Field
from kentongan.rosters.rules.cells import bare_name, formula_of, plain
from kentongan.rosters.rules.facts import WrittenRow

_PLACE = (Field.AREA_CODE, Field.VILLAGE, Field.DISTRICT, Field.REGENCY)
_WHO = (Field.NAME, Field.GROUP_CODE, *_PLACE)
_TERM = (Field.DECREE_NUMBER, Field.DECREE_START, Field.DECREE_END, Field.DECREE_TERM)
# A decision holds for as long as these cells say what they said; any other one as long as its own cell does.
_ABOUT: dict[str, tuple[Field, ...]] = {
    "area": _PLACE,
    "group": (Field.NAME,),
    "decree": _TERM,
    "long_term": _TERM,
    "skip": tuple(Field),
    **{at.value: _TERM for at in _TERM},
}
# What stays as chosen. Of all else only that the cell is settled is kept: once saved, the register has the better value.
_KEPT = frozenset({*_ABOUT, *(at.value for at in _WHO), Field.DECREE_SIGNED.value})
# A remembered "skip" answers a question; a row that raises none is not skipped.
WHEN_ASKED = "asked"
# The choice that says of a row's choices when they were made.
AS_BEFORE = "as_before"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen for a row, and the marks of its cells by field."""

    marks: Mapping[str, str]
    choices: Mapping[str, str]
    # When and by whom, in a form that sorts by time.
    told: str = ""

    @property
    def row_key(self) -> str:
        return _digest(repr(sorted(self.marks.items())), b"")


def group_key(row: WrittenRow, column_of: Mapping[Field, int], secret: bytes) -> str:
    """The group as the row names it: the same for the same words, however spaced or capitalised."""
    words = [_word(row, at, column_of) for at in _WHO]
    words[0] = bare_name(words[0])
    return _digest("|".join(map(fold, words)), secret)


def decision(row: WrittenRow, column_of: Mapping[Field, int], secret: bytes, *, is_saved: bool) -> Decision | None:
    """What to keep of a row's choices; before they are saved, nothing that only the register may hold."""
    choices: dict[str, str] = {}
    for name, value in row.choices.items():
        if (name, value) == ("group", "new"):
            # Once saved it is known by its name; before, nobody knows whether it still is new.
            continue
        if name in _KEPT or not value:
            choices[name] = WHEN_ASKED if name == "skip" else value
        elif is_saved and name in Field.values:
            choices[name] = ""
    return Decision(_marks(row, column_of, secret), choices) if choices else None


def remembered(
    row: WrittenRow, column_of: Mapping[Field, int], decisions: Sequence[Decision], secret: bytes
) -> dict[str, str]:
    """The choices that were made where the same cells said the same; of several decisions the newest of the same whole row."""
    marks = _marks(row, column_of, secret)
    choices: dict[str, str] = {}
    told = ""
    for known in sorted(decisions, key=lambda known: (dict(known.marks) == marks, known.told)):
        for name, value in known.choices.items():
            about = _ABOUT.get(name, (name,))
            if all(known.marks.get(at, "") == marks.get(at, "") for at in about):
                choices[name] = value
                told = known.told
    return choices | {AS_BEFORE: told} if choices else {}


def _marks(row: WrittenRow, column_of: Mapping[Field, int], secret: bytes) -> dict[str, str]:
    words = ((at, _word(row, at, column_of)) for at in column_of)
    return {at.value: _digest(f"{at.value}|{word}", secret)[:16] for at, word in words if word}


def _word(row: WrittenRow, at: Field, column_of: Mapping[Field, int]) -> str:
    column = column_of.get(at)
    if column is None or column >= len(row.cells):
        return ""
    cell = row.cells[column]
    return " ".join((formula_of(cell) + " " + plain(cell)).split())


def _digest(text: str, secret: bytes) -> str:
    return hashlib.blake2b(text.encode(), key=secret[:64], digest_size=16).hexdigest()


def merged(decisions: Iterable[Decision]) -> list[Decision]:
    """One decision for rows that are the same in every cell."""
    found: dict[str, Decision] = {}
    for known in decisions:
        other = found.get(known.row_key)
        choices = {**other.choices, **known.choices} if other else known.choices
        found[known.row_key] = Decision(known.marks, choices, known.told)
    return list(found.values())
