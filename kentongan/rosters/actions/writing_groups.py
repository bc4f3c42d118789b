"""Groups of a roster: new ones with all that hangs on them, and what is new about known ones."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.registry.enums import Precision
from kentongan.registry.models import FormationCase, Group
from kentongan.rosters.actions.ledger import Ledger, Written, firsts
from kentongan.rosters.actions.writing_boards import BOARD, add_officers, change_officers
from kentongan.rosters.actions.writing_channels import CHANNELS, add_channels, change_channels
from kentongan.rosters.actions.writing_decrees import add_decrees, change_decrees
from kentongan.rosters.enums import RowState
from kentongan.rosters.queries import chunks
from kentongan.rosters.rules.facts import PlannedRow

# A day, how sure it is, and its earliest bound hold together and are written at once.
FORMED = ("formed_on", "formed_precision", "formed_not_before")
GROUP_VALUES = {
    "name": "name",
    "kim_number": "kim_number",
    "kimid_url": "kimid_url",
    "address": "address",
    "contact": "contact_name",
    "phone": "contact_phone",
}
_GROUP_TOLD = (
    "name",
    "formed_on",
    "formed_precision",
    "kim_number",
    "address",
    "contact_name",
    "contact_phone",
    "kimid_url",
)


def things_to_write(plan: PlannedRow) -> int:
    """How many rows a plan comes to, each with its event: what a save counts to. Of a known group about as many."""
    if plan.state == RowState.CHANGED:
        return 2 * len(plan.changes)
    hanging = ("decree_number", *(position.value for position in BOARD), *CHANNELS)
    return 2 + 2 * sum(bool(plan.values.get(name)) for name in hanging)


def create_groups(ledger: Ledger, plans: Sequence[PlannedRow]) -> None:
    """Groups with their running numbers, decrees, boards and channels; an open formation case of the village closes."""
    highest = _highest_numbers({plan.area_code for plan in plans})
    rows = []
    for plan in plans:
        highest[plan.area_code] += 1
        code = f"{plan.area_code}-{highest[plan.area_code]}"
        rows.append((code, plan.area_code, *_group_values(plan.values)))
    keys = ledger.insert(Group, ("code", "area", *_GROUP_TOLD), rows)
    for code, area_code, *values in rows:
        ledger.tell("create", "group", code, values[0], area_code, firsts(_GROUP_TOLD, values))
    pairs = [(plan, Written(key, plan.area_code)) for plan, key in zip(plans, keys, strict=True)]
    decrees = add_decrees(ledger, [pair for pair in pairs if pair[0].values.get("decree_number")])
    add_officers(ledger, ((plan, group, decrees.get(group.pk), BOARD) for plan, group in pairs))
    add_channels(ledger, ((plan, group, CHANNELS) for plan, group in pairs))
    close_cases(ledger, {group.area_id: (group.pk, plan.values) for plan, group in pairs})


def close_cases(ledger: Ledger, new: Mapping[str, tuple[int, Mapping[str, Any]]]) -> None:
    """A village that now has its group (key and values) is no longer on its way to one."""
    cases: list[FormationCase] = []
    for codes in chunks(sorted(new)):
        cases += FormationCase.objects.filter(area_id__in=codes, closed_on=None).select_related("area")
    for case in cases:
        case.group_id, values = new[case.area_id]
        case.closed_on = max(case.opened_on, min(dt.date.fromisoformat(values["formed_on"]), ledger.day))
        changes = {"closed_on": [None, case.closed_on.isoformat()], "group": [None, values["name"]]}
        ledger.tell("form_group", "village", case.area_id, str(case.area), case.area_id, changes)
    ledger.update(FormationCase, cases, ["closed_on", "group"])


def change_groups(ledger: Ledger, plans: Sequence[PlannedRow]) -> None:
    group_of: dict[str, Group] = {}
    for batch in chunks(plans):
        group_of |= {
            group.code: group
            for group in Group.objects.filter(code__in=[plan.group_code for plan in batch]).select_for_update()
        }
    pairs = [(plan, group_of[plan.group_code]) for plan in plans]
    change_facts(ledger, pairs)
    if ledger.roster.is_kimid:
        return
    decrees = change_decrees(ledger, pairs)
    change_officers(ledger, pairs, decrees)
    change_channels(ledger, pairs)


def change_facts(ledger: Ledger, pairs: Sequence[tuple[PlannedRow, Group]]) -> None:
    touched: dict[str, list[Group]] = defaultdict(list)
    for plan, group in pairs:
        changes: dict[str, list[Any]] = {}
        for name, column in GROUP_VALUES.items():
            if name in plan.changes:
                changes[column] = [getattr(group, column), plan.changes[name][1]]
                setattr(group, column, plan.changes[name][1])
                touched[column].append(group)
        if "formed_on" in plan.changes:
            precision = Precision.DAY if plan.values.get("formed_exact", True) else Precision.BY
            if precision != group.formed_precision:
                changes["formed_precision"] = [group.formed_precision, precision.value]
            if group.formed_on.isoformat() != plan.changes["formed_on"][1]:
                changes["formed_on"] = [group.formed_on.isoformat(), plan.changes["formed_on"][1]]
            group.formed_on = dt.date.fromisoformat(plan.changes["formed_on"][1])
            group.formed_precision = precision
            touched["formed_on"].append(group)
            earliest = group.formed_not_before
            if earliest and (precision == Precision.DAY or earliest > group.formed_on):
                changes["formed_not_before"] = [earliest.isoformat(), None]
                group.formed_not_before = None
        if changes:
            ledger.tell("change", "group", group.code, group.name, group.area_id, changes)
    # A number that moves from one group to another is first free.
    freed = [group.pk for group in touched["kim_number"]]
    for batch in chunks(freed):
        Group.objects.filter(pk__in=batch).update(kim_number="")
    ledger.update_touched(Group, touched, together=FORMED)


def _highest_numbers(area_codes: set[str]) -> dict[str, int]:
    highest: dict[str, int] = defaultdict(int)
    for batch in chunks(sorted(area_codes)):
        for area_code, code in Group.objects.filter(area_id__in=batch).values_list("area_id", "code"):
            highest[area_code] = max(highest[area_code], int(code.rpartition("-")[2]))
    return highest


def _group_values(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of ``_GROUP_TOLD``."""
    return (
        values.get("name", ""),
        values["formed_on"],
        Precision.DAY.value if values["formed_exact"] else Precision.BY.value,
        *(values.get(name, "") for name in ("kim_number", "address", "contact", "phone", "kimid_url")),
    )
