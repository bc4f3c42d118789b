"""What is newer than what was seen, whatever the order in which it came; and what is left for other processes."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from kentongan.core import kept
from kentongan.core.audit import record_event
from kentongan.core.kept import Source, newer, share, shared
from kentongan.core.models import AuditEvent

SOURCES = [Source(AuditEvent.objects.all(), "area_code")]


@pytest.fixture
def event(db: None) -> Callable[..., AuditEvent]:
    """``event("35.07", pk=9)``"""

    def make(place: str, pk: int | None = None) -> AuditEvent:
        made = record_event(verb="change", kind="group", key="x", label="x", area_code=place)
        if pk is None:
            return made
        AuditEvent.objects.filter(pk=made.pk).update(id=pk)
        return AuditEvent.objects.get(pk=pk)

    return make


def test_only_newer_rows_name_their_places(event: Callable, django_assert_num_queries: Any) -> None:
    event("35.07", pk=100)
    with django_assert_num_queries(1):
        seen, places = newer(SOURCES)
    assert places is None
    assert newer(SOURCES, seen) == (seen, set())
    event("35.73", pk=101)
    event("11.01", pk=102)
    with django_assert_num_queries(1):
        after, places = newer(SOURCES, seen)
    assert places == {"35.73", "11.01"}
    assert newer(SOURCES, after) == (after, set())


def test_a_row_that_comes_late_with_a_smaller_key_is_seen(event: Callable) -> None:
    event("35.07", pk=90)
    event("35.07", pk=100)
    seen, _any = newer(SOURCES)
    event("35.73", pk=95)
    after, places = newer(SOURCES, seen)
    assert places == {"35.73"}
    assert newer(SOURCES, after) == (after, set())


@pytest.mark.parametrize("change", ["late before all others", "gone", "very many"])
def test_what_cannot_be_told_may_be_any_place(event: Callable, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    first = event("35.07", pk=90)
    event("35.07", pk=100)
    seen, _any = newer(SOURCES)
    if change == "late before all others":
        event("35.73", pk=80)
    elif change == "gone":
        AuditEvent.objects.filter(pk=first.pk).delete()
    else:
        monkeypatch.setattr(kept, "MOST_NEWER", 2)
        monkeypatch.setattr(kept, "OVERLAP", 2)
        for pk in range(101, 110):
            event("35.73", pk=pk)
    after, places = newer(SOURCES, seen)
    assert places is None
    assert newer(SOURCES, after) == (after, set())


def test_an_empty_table_gets_its_first_row(event: Callable) -> None:
    seen, _any = newer(SOURCES)
    event("35.73")
    assert newer(SOURCES, seen)[1] in ({"35.73"}, None)


def test_what_is_shared_is_found_and_what_cannot_be_read_is_not(db: None) -> None:
    share("test", {"a": 1})
    assert shared("test") == {"a": 1}
    assert shared("other") is None
    cache.set(kept._key("test"), pickle.dumps("not packed"))
    assert shared("test") is None
