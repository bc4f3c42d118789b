"""Writing the audit trail. Each action that changes something calls ``record_event`` once."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from kentongan.core.clock import now
from kentongan.core.finished import ALL, forget
from kentongan.core.models import AuditEvent
from kentongan.core.rows import insert_rows

# No public page tells of these.
_UNSEEN = {"invitation", "user"}
# With more than these, nobody looks at each.
_MOST_TAGS = 1000

Changes = dict[str, list[Any]]


def snapshot(thing: Any, fields: Iterable[str]) -> dict[str, Any]:
    """The values of ``fields`` as the trail keeps them: text, numbers, booleans or None."""
    return {name: _plain(getattr(thing, name)) for name in fields}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """``{field: [before, after]}`` for the fields that differ."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def new_event(
    *,
    verb: str,
    kind: str,
    key: str,
    label: str,
    by: Any = None,
    area_code: str = "",
    changes: Changes | None = None,
    reason: str = "",
    at: dt.datetime | None = None,
) -> AuditEvent:
    """An unsaved event, for writers that save many at once."""
    return AuditEvent(
        at=at or now(),
        by=by,
        verb=verb,
        subject_kind=kind,
        subject_key=key,
        subject_label=label[:200],
        area_code=area_code,
        changes=changes or {},
        reason=reason,
    )


def record_event(**event: Any) -> AuditEvent:
    """Append one event; takes the arguments of ``new_event``."""
    saved = new_event(**event)
    saved.save(force_insert=True)
    forget_pages_of([(saved.subject_kind, saved.subject_key, saved.area_code)])
    return saved


def record_events(events: Sequence[AuditEvent]) -> None:
    """Append unsaved events, all at once."""
    insert_rows(AuditEvent, _COLUMNS, [_values(event) for event in events])
    forget_pages_of([(event.subject_kind, event.subject_key, event.area_code) for event in events])


_COLUMNS = ("at", "by_id", "verb", "subject_kind", "subject_key", "subject_label", "area_code", "changes", "reason")
_values = attrgetter(*_COLUMNS)


def forget_pages_of(targets: Iterable[tuple[str, str, str]]) -> None:
    """Drop the finished pages that tell of things or their areas, each as kind, key and area code; for writers that save many events."""
    tags = set()
    for kind, key, area_code in targets:
        if kind not in _UNSEEN:
            tags |= {f"{kind}:{key}", f"area:{area_code}" if area_code else ""}
    forget(*(tags if len(tags) <= _MOST_TAGS else [ALL]))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
