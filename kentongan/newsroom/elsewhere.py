"""What a higher room tells this one: texts that were shown elsewhere, and when first. Copies are credited once, wherever they stand."""

import datetime as dt
from collections.abc import Callable, Collection

Prints = Collection[str]

_first_shown: Callable[[Prints], dict[str, dt.datetime]] | None = None
_settle: Callable[[Prints], None] | None = None


def set_elsewhere(*, first_shown: Callable[[Prints], dict[str, dt.datetime]], settle: Callable[[Prints], None]) -> None:
    """Called once, by the room that looks elsewhere. ``first_shown`` gives the moment for the fingerprints it knows;
    ``settle`` hears of those whose articles changed, within the same transaction.
    """
    global _first_shown, _settle
    _first_shown, _settle = first_shown, settle


def first_shown(prints: Prints) -> dict[str, dt.datetime]:
    """When each of these texts was first shown elsewhere, where it was."""
    return _first_shown(prints) if _first_shown and prints else {}


def settle(prints: Prints) -> None:
    """Tell that articles with these fingerprints are shown, or are not any more."""
    if _settle and prints:
        _settle(prints)
