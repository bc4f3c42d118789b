"""What changed, for every machine that keeps pages: rows written with the change itself, and followed by all."""

import logging
import secrets
import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kentongan.core.finished.shelf import WINDOW, Change, Shelf
from kentongan.core.models import ForgottenPages

logger = logging.getLogger(__name__)

DAY = "day"
# Asked with every page that is kept, and each second: Django takes as long to write it as to read the rows.
_NEWEST = "SELECT id, mark FROM core_forgottenpages WHERE id > %s"


def own_shelf() -> Shelf:
    return _shelf(str(settings.PUBLIC_ROOT))


@cache
def _shelf(root: str) -> Shelf:
    return Shelf(Path(root))


def generation() -> int:
    """Counts up whenever something was forgotten; -1 while nothing was ever kept and nobody counts."""
    return own_shelf().generation() if own_shelf().exists else -1


def forget(*tags: str) -> None:
    """Drop the pages that tell of these, with the change that is being made: now, and again once it is committed.

    The row is what other processes and machines follow, and what is made up for when this process dies before it has dropped anything.
    """
    wanted = sorted({tag[:100] for tag in tags if tag})
    if not wanted:
        return
    mark = secrets.randbits(62)
    row = ForgottenPages.objects.create(mark=mark, tags=wanted)
    change = Change(row.pk, mark, wanted)
    try:
        if own_shelf().exists:
            own_shelf().hold(wanted, mark)
    except (OSError, sqlite3.Error):
        logger.exception("Finished pages could not be dropped before the change: %s", wanted)
    transaction.on_commit(lambda: _applied(change), robust=True)


def _applied(change: Change) -> None:
    if own_shelf().exists:
        own_shelf().apply([change])


def catch_up() -> int:
    """Follow the journal: drop what others changed. Returns how many pages went."""
    if not own_shelf().exists:
        return 0
    row, mark, seen = own_shelf().seen()
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [row - WINDOW])
        here = cursor.fetchall()
    if row and (row, mark) not in here:
        # A database of another day, or one whose older rows are gone: nobody knows what changed.
        begin_anew()
        return 0
    missing = [pk for pk, each in here if each not in seen]
    if not missing:
        return 0
    return own_shelf().apply(_changes(missing))


def begin_anew() -> None:
    """Drop every page, and follow the journal from here."""
    with own_shelf().locked():
        newest = ForgottenPages.objects.order_by("-pk").values_list("pk", flat=True)[:WINDOW]
        own_shelf().begin_anew(_changes(list(newest)))


def _changes(keys: Iterable[int]) -> list[Change]:
    rows = ForgottenPages.objects.filter(pk__in=list(keys)).values_list("pk", "mark", "tags")
    return [Change(*row) for row in rows]
