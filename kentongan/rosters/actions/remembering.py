"""Decisions about rows, kept for the office's next list and applied to it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from kentongan.rosters.enums import Field, RowState
from kentongan.rosters.models import Roster, RowDecision
from kentongan.rosters.queries import columns_of
from kentongan.rosters.rules.facts import WrittenRow
from kentongan.rosters.rules.memory import AS_BEFORE, Decision, decision, group_key, merged, remembered


def remind(roster: Roster, rows: Sequence[WrittenRow], columns: Mapping[int, Field]) -> list[WrittenRow]:
    """The rows with the choices that were made for such rows before; rows that have choices keep theirs."""
    known: dict[str, list[Decision]] = defaultdict(list)
    for key, marks, choices, at, by in _decisions(roster).values_list(
        "group_key", "marks", "choices", "decided_at", "decided_by"
    ):
        known[key].append(Decision(marks, choices, f"{timezone.localdate(at).isoformat()} {by or ''}"))
    if not known:
        return list(rows)
    column_of, secret = _column_of(columns), _secret()
    reminded = []
    for row in rows:
        decisions = [] if row.choices else known.get(group_key(row, column_of, secret), [])
        choices = remembered(row, column_of, decisions, secret) if decisions else row.choices
        reminded.append(WrittenRow(row.number, row.cells, choices))
    return reminded


def remember(roster: Roster, rows: Iterable[WrittenRow], *, by: Any, now: dt.datetime, is_saved: bool = False) -> None:
    """Keep what was chosen for these rows; what was only chosen as before stays as it was told."""
    column_of, secret = _column_of(columns_of(roster)), _secret()
    found: dict[str, list[Decision]] = defaultdict(list)
    for row in rows:
        if AS_BEFORE not in row.choices and (made := decision(row, column_of, secret, is_saved=is_saved)):
            found[group_key(row, column_of, secret)].append(made)
    RowDecision.objects.bulk_create(
        [
            RowDecision(
                office=roster.office,
                purpose=roster.purpose,
                group_key=key,
                row_key=made.row_key,
                marks=made.marks,
                choices=made.choices,
                decided_at=now,
                decided_by=by,
            )
            for key, decisions in found.items()
            for made in merged(decisions)
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["office", "purpose", "group_key", "row_key"],
        update_fields=["marks", "choices", "decided_at", "decided_by"],
    )


def remember_saved(roster: Roster, now: dt.datetime) -> None:
    """Keep all choices of a roster that is being saved, except for rows that still are a problem."""
    decided = roster.rows.exclude(state=RowState.PROBLEM).exclude(choices={}).order_by("number")
    rows = (WrittenRow(*row) for row in decided.values_list("number", "cells", "choices"))
    remember(roster, rows, by=roster.saved_by, now=now, is_saved=True)


def unlearn(roster: Roster, row: WrittenRow) -> None:
    """Forget what was decided about the group as the row names it."""
    key = group_key(row, _column_of(columns_of(roster)), _secret())
    _decisions(roster).filter(group_key=key).delete()


def _decisions(roster: Roster) -> Any:
    return RowDecision.objects.filter(office=roster.office, purpose=roster.purpose)


def _column_of(columns: Mapping[int, Field]) -> dict[Field, int]:
    return {at: column for column, at in columns.items()}


def _secret() -> bytes:
    return settings.SECRET_KEY.encode()
