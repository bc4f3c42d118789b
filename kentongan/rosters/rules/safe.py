"""Which decision may be taken for all rows of one kind at once: one that guesses no day and no place, and takes nothing away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kentongan.rosters.enums import Field, Trouble

# "It existed by the end of that year" is no guess; "its decree ends on the last day of that year" is one.
_WAYS = {
    Trouble.DAY_IMPRECISE: ("by_day", "leave_empty"),
    Trouble.DAY_UNREADABLE: ("leave_empty",),
    Trouble.FORMULA: ("use_result",),
    Trouble.PHONE_UNREADABLE: ("leave_empty",),
    Trouble.ADDRESS_UNREADABLE: ("leave_empty",),
}
_WITHOUT_DECREE = "without_decree"


@dataclass(frozen=True, slots=True)
class SafeWay:
    """The kind of a row's problem, at which field, and the proposal that settles the whole row."""

    code: str
    field: str
    verb: str
    choices: Mapping[str, str]

    @property
    def kind(self) -> tuple[str, str, str]:
        return self.code, self.field, self.verb


def safe_way(problems: Sequence[Mapping[str, Any]]) -> SafeWay | None:
    """The safe decision for a row with these problems; none where a person must look."""
    if not problems:
        return None
    first = problems[0]
    without = [_proposal(problem, _WITHOUT_DECREE) for problem in problems]
    if all(without) and without[0]:
        return SafeWay(first["code"], Field.DECREE_NUMBER, _WITHOUT_DECREE, without[0]["choices"])
    if len(problems) > 1:
        return None
    for verb in _WAYS.get(first["code"], ()):
        if proposal := _proposal(first, verb):
            return SafeWay(first["code"], first["field"], verb, proposal["choices"])
    return None


def _proposal(problem: Mapping[str, Any], verb: str) -> Mapping[str, Any] | None:
    return next((proposal for proposal in problem["proposals"] if proposal["verb"] == verb), None)
