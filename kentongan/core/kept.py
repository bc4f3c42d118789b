"""What takes long to count is kept, in each process and for all of them; newer rows tell what to count again."""

import logging
import pickle
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import F, IntegerField, QuerySet, Subquery, Value

from kentongan import __version__

logger = logging.getLogger(__name__)

# A transaction that began earlier may end later, with smaller keys: so many keys before the newest are looked at again.
OVERLAP = 400
# With more newer rows than these nobody looks at each.
MOST_NEWER = 5_000


# --- What is newer ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose every change leaves a newer row, and the column or expression of the place that the row tells of."""

    rows: QuerySet
    place: Any


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest key of each source, and all those shortly before it: source and key."""

    newest: tuple[int, ...] = ()
    keys: frozenset[tuple[int, int]] = frozenset()


def newer(sources: Sequence[Source], since: Seen | None = None) -> tuple[Seen, set[str] | None]:
    """What is there now, and the places that newer rows tell of; None where those may be any. One query."""
    queries = [_tail(at, source, since) for at, source in enumerate(sources)]
    most = MOST_NEWER + OVERLAP * len(sources)
    rows = list(queries[0].union(*queries[1:], all=True)[: most + 1])
    if since and len(rows) > most:
        return newer(sources)
    seen = _seen(len(sources), rows, since)
    if since is None or _may_be_more(rows, since):
        return seen, None
    return seen, {place for at, key, place in rows if (at, key) not in since.keys}


def _tail(at: int, source: Source, since: Seen | None) -> QuerySet:
    rows = source.rows.order_by()
    if since:
        rows = rows.filter(pk__gt=since.newest[at] - OVERLAP)
    else:
        rows = rows.filter(pk__gt=Subquery(source.rows.order_by("-pk").values("pk")[:1]) - OVERLAP)
    place = F(source.place) if isinstance(source.place, str) else source.place
    return rows.values_list(Value(at, IntegerField()), "pk", place)


def _seen(sources: int, rows: Iterable[tuple[int, int, str]], since: Seen | None) -> Seen:
    newest = list(since.newest) if since else [0] * sources
    for at, key, _place in rows:
        newest[at] = max(newest[at], key)
    return Seen(tuple(newest), frozenset((at, key) for at, key, _place in rows if key > newest[at] - OVERLAP))


def _may_be_more(rows: Iterable[tuple[int, int, str]], since: Seen) -> bool:
    """Whether rows are gone, or late ones reach so far back that there may be others before them."""
    first: dict[int, int] = {}
    keys = set()
    for at, key, _place in rows:
        keys.add((at, key))
        first[at] = min(key, first.get(at, key))
    late = any((at, key) not in since.keys and key <= since.newest[at] for at, key in first.items())
    return late or not since.keys <= keys


# --- For all processes -----------------------------------------------------------------------------


def share(name: str, thing: Any) -> None:
    """Leave it for the other processes of this release, and for those that start later. It stays: whoever takes it asks what is newer."""
    cache.set(_key(name), zlib.compress(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL), 1), None)


def shared(name: str) -> Any:
    """What a process of this release left under the name, or None."""
    packed = cache.get(_key(name))
    if packed is None:
        return None
    try:
        # As safe as the cache itself, which packs its values in the same way.
        return pickle.loads(zlib.decompress(packed))  # noqa: S301
    except Exception:  # Whatever cannot be read is counted anew.
        logger.info("What was kept under %s cannot be read", name, exc_info=True)
        return None


def _key(name: str) -> str:
    return f"kept:{__version__}:{name}"
