"""Who showed a text first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry (``pk``) or an article of ours (``pk`` None) with a text known by ``fingerprint``."""

    fingerprint: str
    at: dt.datetime
    pk: int | None = None


def firsts(shown: Iterable[Shown]) -> dict[str, Shown]:
    """Of each text, the one that was shown first; at the same moment an article of ours, else what was stored first."""
    found: dict[str, Shown] = {}
    for one in shown:
        first = found.get(one.fingerprint)
        if first is None or _order(one) < _order(first):
            found[one.fingerprint] = one
    return found


def _order(one: Shown) -> tuple[dt.datetime, bool, int]:
    return one.at, one.pk is not None, one.pk or 0
