"""Decrees of a roster: new ones, and corrections of known ones."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.registry.enums import SignerKind
from kentongan.registry.models import Decree, Group
from kentongan.rosters.actions.ledger import Ledger, Written, firsts
from kentongan.rosters.queries import chunks
from kentongan.rosters.rules.facts import PlannedRow

DECREE_VALUES = {
    "decree_number": "number",
    "decree_start": "starts_on",
    "decree_end": "ends_on",
    "decree_signed": "signed_on",
    "signer_kind": "signer_kind",
    "signer_name": "signer_name",
}
_DECREE_TOLD = tuple(DECREE_VALUES.values())


def add_decrees(ledger: Ledger, pairs: Sequence[tuple[PlannedRow, Group | Written]]) -> dict[int, int]:
    """The new decree of each group, as keys."""
    rows = [(group.pk, *_decree_values(plan.values)) for plan, group in pairs]
    keys = ledger.insert(Decree, ("group", *_DECREE_TOLD), rows)
    for (_plan, group), key, (_group, *values) in zip(pairs, keys, rows, strict=True):
        ledger.tell("create", "decree", key, values[0], group.area_id, firsts(_DECREE_TOLD, values))
    return {group.pk: key for (_plan, group), key in zip(pairs, keys, strict=True)}


def change_decrees(ledger: Ledger, pairs: Sequence[tuple[PlannedRow, Group]]) -> dict[int, int]:
    """Add or correct decrees; the decree each row speaks of, by group, as keys."""
    spoken = [pair for pair in pairs if pair[0].values.get("decree_number") and "decree_of" in pair[0].values]
    new = [(plan, group) for plan, group in spoken if not plan.values["decree_of"] and "decree_number" in plan.changes]
    decrees = add_decrees(ledger, new)
    known: dict[tuple[int, str], Decree] = {}
    for batch in chunks([group.pk for plan, group in spoken if plan.values["decree_of"]]):
        known |= {(decree.group_id, decree.number): decree for decree in Decree.objects.filter(group__in=batch)}
    touched: dict[str, list[Decree]] = defaultdict(list)
    for plan, group in spoken:
        decree = known.get((group.pk, plan.values["decree_of"]))
        if decree is None:
            continue
        decrees[group.pk] = decree.pk
        changes = {}
        for name, column in DECREE_VALUES.items():
            if name in plan.changes:
                changes[column] = plan.changes[name]
                value = plan.changes[name][1]
                is_day = column.endswith("_on")
                setattr(decree, column, dt.date.fromisoformat(value) if is_day else value)
                touched[column].append(decree)
        if changes:
            ledger.tell("change", "decree", decree.pk, decree.number, group.area_id, changes)
    # First and last day change together, or the database would refuse one half.
    for column in ("starts_on", "ends_on"):
        touched[column] = list({id(row): row for row in touched["starts_on"] + touched["ends_on"]}.values())
    ledger.update_touched(Decree, touched, together=("starts_on", "ends_on"))
    return decrees


def _decree_values(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of ``_DECREE_TOLD``."""
    return (
        values["decree_number"],
        values["decree_start"],
        values["decree_end"],
        values.get("decree_signed") or None,
        values.get("signer_kind", SignerKind.VILLAGE.value),
        values.get("signer_name", ""),
    )
