"""Who hears of an article's way: readers of drafts when something waits, its group when something was decided."""

import datetime as dt
from typing import Any

from kentongan.newsroom.models import Article, ReviewNote


def moved(article: Article, *, by: Any, at: dt.datetime) -> None:
    """The article has a new state."""


def withdrawn(article: Article, *, by: Any, at: dt.datetime) -> None:
    """Readers see it no more."""


def commented(note: ReviewNote, *, by: Any, at: dt.datetime) -> None:
    """Somebody left a note."""
