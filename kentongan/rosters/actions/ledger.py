"""What a roster writes, gathered: rows, and the events that tell of them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import IntegrityError, connection
from django.db.models import Model
from django.utils.translation import gettext as _

from kentongan.core.audit import forget_pages_of
from kentongan.core.clock import today
from kentongan.core.errors import Conflict
from kentongan.core.models import AuditEvent
from kentongan.rosters.actions.inserting import insert_rows
from kentongan.rosters.actions.progress import Teller
from kentongan.rosters.models import Roster
from kentongan.rosters.queries import chunks

# So many changed rows go into one statement.
UPDATED_AT_ONCE = 200


class Written(NamedTuple):
    """A group that was just written, as far as what hangs on it must know it."""

    pk: int
    area_id: str


class Ledger:
    """Gathers what is written and the events that tell of it, so that each table is written once."""

    def __init__(self, roster: Roster, now: dt.datetime, teller: Teller) -> None:
        self.roster, self.now, self.day = roster, now, today()
        self.teller = teller
        self.events: list[tuple[str, str, str, str, str, dict[str, list[Any]]]] = []
        # Places in boards that somebody leaves today: group and position.
        self.stopped: set[tuple[int, str]] = set()
        self.reason = _("Impor %(file)s") % {"file": roster.file_name}

    def tell(self, verb: str, kind: str, key: Any, label: str, area_code: str, changes: dict[str, list[Any]]) -> None:
        self.events.append((verb, kind, str(key), label[:200], area_code, changes))

    def insert(self, model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
        """Insert rows of values and return their keys."""
        with _first_come():
            return insert_rows(model, names, self.teller.passing(rows))

    def update(self, model: type[Model], things: Iterable[Any], columns: Sequence[str]) -> None:
        """Write these columns of changed rows."""
        with _first_come():
            for batch in chunks(self.teller.passing(things), UPDATED_AT_ONCE):
                model._default_manager.bulk_update(batch, columns)

    def update_touched(
        self, model: type[Model], touched: Mapping[str, list[Any]], together: Sequence[str] = ()
    ) -> None:
        """Write each changed column for the rows that changed in it; columns that hold together at once."""
        if together:
            self.update(model, touched.get(together[0], ()), together)
        for column, things in touched.items():
            if column not in together:
                self.update(model, things, [column])

    def write_events(self) -> None:
        """Hundreds of thousands for a large roster, half of all it writes."""
        at = AuditEvent._meta.get_field("at").get_db_prep_save(self.now, connection)
        same = (at, self.roster.saved_by_id, self.reason)
        names = ("verb", "subject_kind", "subject_key", "subject_label", "area_code", "changes", "at", "by", "reason")
        insert_rows(
            AuditEvent, names, ((*event, *same) for event in self.teller.passing(self.events)), wants_keys=False
        )
        forget_pages_of((kind, key, area) for _verb, kind, key, _label, area, _changes in self.events)


@contextmanager
def _first_come() -> Iterator[None]:
    """Somebody who was faster with the same number or address is a Conflict."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(_("Buku induk berubah selagi menyimpan. Tidak ada yang disimpan. Coba simpan lagi.")) from error


def firsts(names: Sequence[str], values: Sequence[Any]) -> dict[str, list[Any]]:
    """The changes of a new row: from nothing to each value it has."""
    return {name: [None, value] for name, value in zip(names, values, strict=True) if value}
