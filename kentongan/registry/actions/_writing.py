"""What the actions share: writing values onto a row and telling the trail what changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from kentongan.core.audit import difference, record_event, snapshot


def assign(thing: models.Model, values: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Set the given values; a name outside ``allowed`` is a mistake of the caller."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"not fields of this action: {sorted(unknown)}")
    for name, value in values.items():
        setattr(thing, name, value)


def changes_between(before: Mapping[str, Any], thing: models.Model, fields: Iterable[str]) -> dict[str, list[Any]]:
    """The changes of a row against an earlier snapshot; empty text and nothing are the same."""
    after = snapshot(thing, fields)
    return {
        name: [old, new]
        for name, (old, new) in difference(before, after).items()
        if not (old in ("", None) and new in ("", None))
    }


def first_values(thing: models.Model, fields: Iterable[str]) -> dict[str, list[Any]]:
    """The changes of a row that is new: from nothing to each value it has."""
    return changes_between({}, thing, fields)


def tell(verb: str, kind: str, thing: models.Model, *, area_code: str, by: Any, key: str = "", **more: Any) -> None:
    """One event about the row; rows without a public code are known by their key in the table."""
    record_event(
        verb=verb,
        kind=kind,
        key=key or str(thing.pk),
        label=more.pop("label", str(thing)),
        area_code=area_code,
        by=by,
        **more,
    )
