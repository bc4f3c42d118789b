"""Recording very many pieces of evidence at once."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kentongan.core.clock import now, today
from kentongan.core.errors import Refused
from kentongan.evidence.actions._entering import LONGEST_TITLE, kind_of, life_of, locked_groups, require_fit
from kentongan.evidence.actions.tallies import add_to_tallies
from kentongan.evidence.enums import Source
from kentongan.evidence.models import Evidence

# One transaction: few enough that nobody waits long for a group, many enough that a tally is not written too often.
BATCH = 20_000


class NewEvidence(NamedTuple):
    """One record to be, of the group with this key in the table; ``kind`` is a code.

    ``recorded_at`` is for what was recorded elsewhere before, and is the moment of the call otherwise.
    """

    group_id: int
    kind: str
    occurred_on: dt.date
    source: int = Source.IMPORTED
    key: str = ""
    until: dt.date | None = None
    title: str = ""
    url: str = ""
    recorded_at: dt.datetime | None = None


class Recorded(NamedTuple):
    """How many records were new, and how many the ledger knew."""

    new: int
    known: int


def record_many(
    *,
    entries: Iterable[NewEvidence],
    by: Any = None,
    at: dt.datetime | None = None,
    progress: Callable[[int], None] | None = None,
    batch: int = BATCH,
) -> Recorded:
    """Record all entries that are not known yet. Each batch is a transaction of its own: what was stopped midway is
    resumed by the same call again. ``progress`` hears how many entries are done. Refused for the first unfit entry,
    whose batch is not written.
    """
    moment, new, done = at or now(), 0, 0
    for some in _batches(entries, batch):
        new += _record_batch(some, by, moment)
        done += len(some)
        if progress:
            progress(done)
    return Recorded(new=new, known=done - new)


def _batches(entries: Iterable[NewEvidence], size: int) -> Iterator[list[NewEvidence]]:
    rest = iter(entries)
    while some := list(islice(rest, size)):
        yield some


@transaction.atomic
def _record_batch(entries: list[NewEvidence], by: Any, at: dt.datetime) -> int:
    """Write one batch and add its new records to the tallies; returns how many were new."""
    day = today()
    groups = locked_groups(entry.group_id for entry in entries)
    lives = {pk: life_of(group) for pk, group in groups.items()}
    for entry in entries:
        if entry.group_id not in lives:
            raise Refused(_("KIM untuk bukti “%(key)s” tidak ada.") % {"key": entry.key[:40]})
        require_fit(
            life=lives[entry.group_id],
            occurred_on=entry.occurred_on,
            until=entry.until,
            key=entry.key,
            today=day,
        )
    new: dict[tuple[int, int], list[tuple[dt.date, int, bool]]] = defaultdict(list)
    count = 0
    for group, kind, source, occurred_on in _insert(entries, by, at):
        new[group, occurred_on.year].append((occurred_on, kind, source != Source.REPORTED))
        count += 1
    add_to_tallies(new)
    return count


# The columns of an entry, with their types in PostgreSQL, and those that are the same for all.
ENTRY = {
    "group_id": "bigint",
    "kind": "smallint",
    "source": "smallint",
    "occurred_on": "date",
    "until": "date",
    "key": "text",
    "title": "text",
    "url": "text",
    "recorded_at": "timestamptz",
}
SAME = ("recorded_by_id", "file", "file_type")
RETURNED = ("group_id", "kind", "source", "occurred_on")


def _insert(entries: list[NewEvidence], by: Any, at: dt.datetime) -> Iterator[tuple[int, int, int, dt.date]]:
    """Insert what is not known and yield what was not.

    The ORM can skip conflicts only together with every other failure, and cannot say what it skipped. Both databases read
    the batch from one JSON value, because filling in a placeholder for each value costs more than all the rest.
    """
    quote = connection.ops.quote_name
    if connection.vendor == "postgresql":
        values = [f"(value->>{at})::{kind}" for at, kind in enumerate(ENTRY.values())]
        source = "json_array_elements(%s::json) AS entry(value)"
    else:
        values = [f"json_extract(value, '$[{at}]')" for at in range(len(ENTRY))]
        source = "json_each(%s)"
    statement = (
        f"INSERT INTO {quote(Evidence._meta.db_table)} ({', '.join(map(quote, (*ENTRY, *SAME)))}) "  # noqa: S608 - our own names
        f"SELECT {', '.join(values)}, {', '.join(['%s'] * len(SAME))} FROM {source} WHERE true "
        f"ON CONFLICT ({quote('group_id')}, {quote('key')}) DO NOTHING "
        f"RETURNING {', '.join(map(quote, RETURNED))}"
    )
    same = [by.pk if by else None, "", ""]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*same, json.dumps(_as_rows(entries, at))])
        for group, kind, origin, day in cursor.fetchall():
            yield group, kind, origin, day if isinstance(day, dt.date) else dt.date.fromisoformat(day)


def _as_rows(entries: Iterable[NewEvidence], at: dt.datetime) -> list[tuple[Any, ...]]:
    moments = {entry.recorded_at or at for entry in entries}
    stored = {moment: str(connection.ops.adapt_datetimefield_value(moment)) for moment in moments}
    return [_as_row(entry, stored[entry.recorded_at or at]) for entry in entries]


def _as_row(entry: NewEvidence, recorded_at: str) -> tuple[Any, ...]:
    return (
        entry.group_id,
        kind_of(entry.kind).number,
        int(entry.source),
        entry.occurred_on.isoformat(),
        entry.until.isoformat() if entry.until else None,
        entry.key,
        entry.title[:LONGEST_TITLE],
        entry.url,
        recorded_at,
    )
