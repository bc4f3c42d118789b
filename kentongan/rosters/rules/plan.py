"""Plans an import: pairs each row with a group of the register and says what saving would change.

Pure. Rows of one village are planned together (they may be twins, or two names for one group), as are rows with one national
number; all others do not touch each other, which is what lets one decision be planned anew without the whole file.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kentongan.core.dates import DayRange
from kentongan.core.normalise import fold
from kentongan.rosters.enums import Field, RowState, Trouble
from kentongan.rosters.rules.cells import bare_name, same_address
from kentongan.rosters.rules.facts import Facts, KnownDecree, KnownGroup, PlannedRow, Problem, Proposal, WrittenRow
from kentongan.rosters.rules.memory import WHEN_ASKED
from kentongan.rosters.rules.reading import KIMID_FIELDS, Reading, check_term, read_row, resolver

_ADDRESSES = frozenset({"kimid_url", "website", "instagram", "facebook", "youtube", "tiktok", "whatsapp"})
_CHANNELS = ("website", "instagram", "facebook", "youtube", "tiktok", "whatsapp")
_BOARD = ("chair", "secretary", "treasurer")
_BOARD_VALUES = (*_BOARD, "chair_phone")
_DECREE_VALUES = ("decree_number", "decree_start", "decree_end", "decree_signed", "signer_kind", "signer_name")


@dataclass(slots=True)
class _Pair:
    """A reading and the group it is about; none for a new one."""

    reading: Reading
    group: KnownGroup | None = None
    is_twin: bool = False


def plan_rows(
    rows: Iterable[WrittenRow], columns: Mapping[int, Field], facts: Facts, *, is_kimid: bool = False
) -> list[PlannedRow]:
    """What saving would do with each row, in the order of the rows."""
    column_of = {Field(at): column for column, at in columns.items()}
    if is_kimid:
        column_of = {at: column for at, column in column_of.items() if at in KIMID_FIELDS}
    resolve = resolver(facts)
    planned: dict[int, PlannedRow] = {}
    villages: dict[str, list[_Pair]] = defaultdict(list)
    for row in rows:
        if row.choices.get("skip", WHEN_ASKED) != WHEN_ASKED:
            planned[row.number] = PlannedRow(row.number, RowState.SKIPPED)
            continue
        reading = read_row(row, column_of, facts, resolve)
        villages[reading.area_code or f"?{row.number}"].append(_Pair(reading))
    for area_code, pairs in villages.items():
        pairs.sort(key=lambda pair: pair.reading.row.number)
        if not area_code.startswith("?"):
            _match_village(pairs, facts.groups.get(area_code, ()), is_kimid)
    everyone = [pair for pairs in villages.values() for pair in pairs]
    _check_numbers(everyone, facts)
    for pair in everyone:
        planned[pair.reading.row.number] = _finish(pair, facts, is_kimid)
    return [planned[number] for number in sorted(planned)]


# Which group ----------------------------------------------------------------------------------------------------------


def _match_village(pairs: list[_Pair], groups: Sequence[KnownGroup], is_kimid: bool) -> None:
    """Pair rows and groups of one village: by choice, code, number, then name; what is left over is asked."""
    open_pairs = []
    for pair in pairs:
        if not _match_known(pair, groups):
            open_pairs.append(pair)
    claimed = {pair.group.code for pair in pairs if pair.group}
    free = [group for group in groups if group.code not in claimed and group.ended_on is None]
    _mark_twins(pairs)
    for pair in open_pairs:
        if pair.is_twin or "name" not in pair.reading.values:
            continue
        if is_kimid:
            proposals = [_is_group(group, "is_group") for group in free[:3]]
            proposals.append(Proposal("skip", {"skip": "1"}))
            pair.reading.trouble(Trouble.NOT_IN_REGISTER, Field.NAME, *proposals)
        elif free and pair.reading.row.choices.get("group") != "new":
            proposals = [_is_group(group, "rename") for group in free[:3]]
            proposals.append(Proposal("other_group", {"group": "new"}))
            pair.reading.trouble(Trouble.OTHER_NAME, Field.NAME, *proposals, name=free[0].name, count=len(free))


def _match_known(pair: _Pair, groups: Sequence[KnownGroup]) -> bool:
    """Find the row's group; True also where it is known that it has none."""
    reading = pair.reading
    chosen = reading.row.choices.get("group", "")
    if chosen:
        pair.group = next((group for group in groups if group.code == chosen), None)
        return pair.group is not None
    if code := reading.values.get("group_code"):
        pair.group = next((group for group in groups if group.code == code), None)
        if pair.group is None:
            skip = Proposal("leave_empty", {Field.GROUP_CODE.value: ""})
            reading.trouble(Trouble.UNKNOWN_GROUP, Field.GROUP_CODE, skip, text=code)
        return True
    number, name = reading.values.get("kim_number"), bare_name(reading.values.get("name", ""))
    living_first = sorted(groups, key=lambda group: (group.ended_on is not None, group.code))
    same_number = [group for group in living_first if number and group.kim_number == number]
    same_name = [group for group in living_first if name and bare_name(group.name) == name]
    pair.group = next(iter([*same_number, *same_name]), None)
    group = pair.group
    if group and group.ended_on and reading.values.get("formed_on", "") >= group.ended_on.isoformat():
        pair.group = None
        reading.trouble(
            Trouble.ENDED_GROUP,
            Field.NAME,
            Proposal("other_group", {"group": "new"}),
            _is_group(group, "is_group"),
            name=group.name,
            day=group.ended_on.isoformat(),
        )
        return True
    return group is not None


def _is_group(group: KnownGroup, verb: str) -> Proposal:
    return Proposal(verb, {"group": group.code}, {"name": group.name})


def _mark_twins(pairs: list[_Pair]) -> None:
    """The later of two rows about one group is the twin; the earlier stays."""
    first: dict[str, _Pair] = {}
    for pair in pairs:
        name = pair.reading.values.get("name", "")
        if not name:
            continue
        key = pair.group.code if pair.group else "=" + bare_name(name)
        other = first.setdefault(key, pair)
        if other is pair:
            continue
        pair.is_twin = True
        mine, theirs = pair.reading.values, other.reading.values
        differing = sorted(at for at in {*mine, *theirs} if mine.get(at) != theirs.get(at))
        number = pair.reading.row.number
        pair.reading.trouble(
            Trouble.TWIN,
            Field.NAME,
            Proposal("skip", {"skip": "1"}, {"number": str(number)}),
            twin=other.reading.row.number,
            differing=differing,
        )


def _check_numbers(pairs: list[_Pair], facts: Facts) -> None:
    """A national number belongs to one group, here and in the file."""
    first: dict[str, _Pair] = {}
    for pair in sorted(pairs, key=lambda pair: pair.reading.row.number):
        number = pair.reading.values.get("kim_number")
        if not number or pair.is_twin:
            continue
        empty = Proposal("leave_empty", {Field.KIM_NUMBER.value: ""})
        holder = facts.numbers.get(number)
        if holder and (pair.group is None or holder.code != pair.group.code):
            pair.reading.trouble(
                Trouble.NUMBER_TAKEN, Field.KIM_NUMBER, empty, text=number, name=holder.name, area=holder.area_code
            )
        elif first.setdefault(number, pair) is not pair:
            twin = first[number].reading.row.number
            pair.reading.trouble(Trouble.NUMBER_TWICE, Field.KIM_NUMBER, empty, text=number, twin=twin)


# What changes ---------------------------------------------------------------------------------------------------------


def _finish(pair: _Pair, facts: Facts, is_kimid: bool) -> PlannedRow:
    reading, group = pair.reading, pair.group
    values = dict(reading.values)
    _place_phone(values, group)
    changes: dict[str, list[Any]] = {}
    if group:
        reading.problems = [problem for problem in reading.problems if not _is_on_record(problem, group)]
        if reading.hints:
            _take_known_days(reading, values, group)
        changes = _changes(values, group, only=("kim_number", "kimid_url") if is_kimid else None)
    if not is_kimid:
        changes |= _decree_changes(reading, values, group)
        if group and _is_past_term(values, group):
            # The people in the row of an older decree were its board; they say nothing of today's.
            changes = {name: change for name, change in changes.items() if name not in _BOARD_VALUES}
        if not group:
            _give_formed_on(values, facts)
    if reading.problems and reading.row.choices.get("skip") and _may_be_skipped(reading):
        return PlannedRow(reading.row.number, RowState.SKIPPED)
    if reading.problems:
        state = RowState.PROBLEM
    elif not group:
        state = RowState.NEW
    else:
        state = RowState.CHANGED if changes else RowState.SAME
    return PlannedRow(
        number=reading.row.number,
        state=state,
        area_code=reading.area_code,
        group_code=group.code if group else "",
        kim_number=reading.values.get("kim_number", ""),
        values=_shown(values, group),
        changes=changes,
        problems=tuple(reading.problems),
    )


def _may_be_skipped(reading: Reading) -> bool:
    return any(proposal.verb == "skip" for problem in reading.problems for proposal in problem.proposals)


def _is_on_record(problem: Problem, group: KnownGroup) -> bool:
    """An address that the register has just so is no problem, or an export could not be imported again."""
    if problem.code != Trouble.ADDRESS_UNREADABLE:
        return False
    known = (group.kimid_url, *group.channels.get(problem.field, ()))
    return any(same_address(address, problem.words["text"]) for address in known if address)


def _take_known_days(reading: Reading, values: dict[str, Any], group: KnownGroup) -> None:
    """Years or months that contain the register's own days say the same, only less; nothing is asked about them."""
    settled = set()
    for within in reading.hints.get(Field.FORMED_ON, ()):
        if within.start <= group.formed_on <= within.end:
            settled.add(Field.FORMED_ON)
    if decree := _hinted_decree(reading, values, group.decrees):
        settled |= {at for at in _DECREE_DAYS if at in reading.hints}
        # An empty number and term would otherwise name no decree at all.
        values["decree_number"] = values.get("decree_number") or decree.number
    reading.problems = [
        problem for problem in reading.problems if problem.code != Trouble.DAY_IMPRECISE or problem.field not in settled
    ]


_DECREE_DAYS = (Field.DECREE_START, Field.DECREE_END, Field.DECREE_TERM, Field.DECREE_SIGNED)


def _hinted_decree(reading: Reading, values: Mapping[str, Any], decrees: Sequence[KnownDecree]) -> KnownDecree | None:
    """The one known decree that the number, where there is one, and all written days and periods fit."""
    number = values.get("decree_number", "")
    fitting = [
        decree
        for decree in decrees
        if (not number or fold(decree.number) == fold(number)) and _fits(decree, values, reading.hints)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _fits(decree: KnownDecree, values: Mapping[str, Any], hints: Mapping[Field, Sequence[DayRange]]) -> bool:
    days = {
        Field.DECREE_START: decree.starts_on,
        Field.DECREE_END: decree.ends_on,
        Field.DECREE_SIGNED: decree.signed_on,
    }
    sides = [(at, hints[at][0]) for at in days if at in hints]
    sides += zip((Field.DECREE_START, Field.DECREE_END), hints.get(Field.DECREE_TERM, ()), strict=False)
    if not sides:
        return False
    written = all(not values.get(at.value) or (day and values[at.value] == day.isoformat()) for at, day in days.items())
    return written and all((day := days[at]) is not None and side.start <= day <= side.end for at, side in sides)


def _place_phone(values: dict[str, Any], group: KnownGroup | None) -> None:
    """A chair's number without a chair is the group's own."""
    if "chair_phone" in values and "chair" not in values and not (group and group.officers.get("chair")):
        number = values.pop("chair_phone")
        values.setdefault("phone", number)


def _changes(values: Mapping[str, Any], group: KnownGroup, only: tuple[str, ...] | None = None) -> dict[str, list[Any]]:
    """``{value: [register's, row's]}`` for what the row says otherwise. An empty cell says nothing."""
    known = _known_values(group)
    changes: dict[str, list[Any]] = {}
    for name, old in known.items():
        new = values.get(name)
        if new in (None, "") or (only and name not in only):
            continue
        if not any(_says_the_same(name, known, new) for known in (old, *group.channels.get(name, ()))):
            changes[name] = [old, new]
    if only:
        return changes
    if changes.get("name") and bare_name(values["name"]) == bare_name(group.name):
        del changes["name"]
    return changes | _formed_changes(values, group)


def _known_values(group: KnownGroup) -> dict[str, str]:
    known = {
        "name": group.name,
        "kim_number": group.kim_number,
        "kimid_url": group.kimid_url,
        "address": group.address,
        "contact": group.contact,
        "phone": group.phone,
        "chair_phone": group.chair_phone,
    }
    known |= {position: group.officers.get(position, "") for position in _BOARD}
    return known | {kind: next(iter(group.channels.get(kind, ())), "") for kind in _CHANNELS}


def _says_the_same(name: str, old: str, new: str) -> bool:
    if name in _ADDRESSES:
        return same_address(old, new)
    if name in {"kim_number", "phone", "chair_phone"}:
        return old == new
    return fold(old) == fold(new)


def _formed_changes(values: Mapping[str, Any], group: KnownGroup) -> dict[str, list[Any]]:
    """An exact day outweighs "existed by"; "existed by" never outweighs an exact day."""
    written = values.get("formed_on")
    if not written:
        return {}
    known = group.formed_on.isoformat()
    is_exact = values.get("formed_exact", True)
    if not is_exact and (group.is_exact or written >= known):
        return {}
    if written == known and is_exact == group.is_exact:
        return {}
    return {"formed_on": [known, written]}


def _give_formed_on(values: dict[str, Any], facts: Facts) -> None:
    """A new group without a day existed at the latest when its decree began, or now that it stands in a list."""
    if "formed_on" not in values:
        day = min(values.get("decree_start") or facts.today.isoformat(), facts.today.isoformat())
        values |= {"formed_on": day, "formed_exact": False}


def _decree_changes(reading: Reading, values: dict[str, Any], group: KnownGroup | None) -> dict[str, list[Any]]:
    """Which decree the row speaks of; ``values["decree_of"]`` is the number it has in the register, "" for a new one."""
    number, start, end = (values.get(name, "") for name in _DECREE_VALUES[:3])
    if not (number or start or end):
        for name in _DECREE_VALUES:
            values.pop(name, None)
        return {}
    decrees = group.decrees if group else ()
    known = _same_decree(decrees, number, start, end)
    if known is None:
        _check_new_decree(reading, number, start, end, decrees)
        _check_term(reading, start, end)
        latest = decrees[0] if decrees else None
        values["decree_of"] = ""
        # A new decree appoints a board: those the row names, also where they stay the same people.
        values["board"] = [position for position in _BOARD if values.get(position)]
        if not group:
            return {}
        return {
            "decree_number": [latest.number if latest else "", number],
            "decree_start": [latest.starts_on.isoformat() if latest else "", start],
            "decree_end": [latest.ends_on.isoformat() if latest else "", end],
        }
    values["decree_of"] = known.number
    return _known_decree_changes(reading, values, known)


def _is_past_term(values: Mapping[str, Any], group: KnownGroup) -> bool:
    """Whether the row speaks of a decree that another one of the group outlasts."""
    end = values.get("decree_end")
    return "decree_of" in values and bool(end and group.decrees and end < group.decrees[0].ends_on.isoformat())


def _same_decree(decrees: Sequence[KnownDecree], number: str, start: str, end: str) -> KnownDecree | None:
    """The decree with that number; without one of that number, the decree with exactly that term."""
    for decree in decrees:
        if number and fold(decree.number) == fold(number):
            return decree
    for decree in decrees:
        if (decree.starts_on.isoformat(), decree.ends_on.isoformat()) == (start, end):
            return decree
    return None


def _known_decree_changes(reading: Reading, values: dict[str, Any], known: KnownDecree) -> dict[str, list[Any]]:
    register = {
        "decree_number": known.number,
        "decree_start": known.starts_on.isoformat(),
        "decree_end": known.ends_on.isoformat(),
        "decree_signed": known.signed_on.isoformat() if known.signed_on else "",
        "signer_name": known.signer_name,
    }
    changes = {
        name: [old, values[name]]
        for name, old in register.items()
        if values.get(name) and fold(values[name]) != fold(old)
    }
    if values.get("signer_kind", known.signer_kind) != known.signer_kind:
        changes["signer_kind"] = [known.signer_kind, values["signer_kind"]]
    for name, old in register.items():
        values[name] = values.get(name) or old
    values.setdefault("signer_kind", known.signer_kind)
    if {"decree_start", "decree_end"} & changes.keys():
        _check_term(reading, values["decree_start"], values["decree_end"])
    return changes


def _check_term(reading: Reading, start: str, end: str) -> None:
    if start and end:
        check_term(reading, dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def _check_new_decree(reading: Reading, number: str, start: str, end: str, decrees: Sequence[KnownDecree]) -> None:
    """A new decree needs a number and both days; say which is missing, unless its cell is already a problem."""
    told = {problem.field for problem in reading.problems}
    without = Proposal("without_decree", {"decree": "none"})
    if not number and Field.DECREE_NUMBER not in told:
        proposals = (
            [Proposal("use_number", {Field.DECREE_NUMBER.value: decrees[0].number}, {"value": decrees[0].number})]
            if decrees
            else []
        )
        reading.trouble(Trouble.DATES_WITHOUT_DECREE, Field.DECREE_NUMBER, *proposals, without)
    elif number and not (start and end) and not told & {Field.DECREE_START, Field.DECREE_END, Field.DECREE_TERM}:
        missing = Field.DECREE_START if not start else Field.DECREE_END
        reading.trouble(Trouble.DECREE_WITHOUT_DATES, missing, without, has_start=bool(start), has_end=bool(end))


def _shown(values: dict[str, Any], group: KnownGroup | None) -> dict[str, Any]:
    """The row's values, with the register's where the row is silent."""
    if group is None:
        return values
    shown: dict[str, Any] = {name: old for name, old in _known_values(group).items() if old}
    shown |= {"formed_on": group.formed_on.isoformat(), "formed_exact": group.is_exact}
    if "decree_of" not in values and group.decrees:
        latest = group.decrees[0]
        shown |= {
            "decree_number": latest.number,
            "decree_start": latest.starts_on.isoformat(),
            "decree_end": latest.ends_on.isoformat(),
        }
    if values.get("chair") and not _says_the_same("chair", group.officers.get("chair", ""), values["chair"]):
        # The number of the chair before is not the new chair's.
        shown.pop("chair_phone", None)
    return shown | {name: value for name, value in values.items() if value not in (None, "") or name == "decree_of"}
