"""Judging many groups by arrays gives what the definitions give, for any instrument and any facts."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules import bulk
from kentongan.assessment.rules.document import Document, Indicator, Tier, Window
from kentongan.assessment.rules.fact_tables import table_of
from kentongan.assessment.rules.facts import Facts, Item
from tests.assessment.invented import days, documents, lives
from tests.assessment.reference import naive_rank, naive_readings

some_lives = st.lists(lives(), min_size=1, max_size=4)


@given(documents(), some_lives, days, st.integers(0, 70))
@settings(max_examples=150)
def test_ranks_are_those_of_the_definitions(document: Document, facts: list[Facts], first: dt.date, more: int) -> None:
    last = first + dt.timedelta(days=more)
    found = bulk.ranks(document, table_of(facts), first, last)
    assert found.shape == (len(facts), more + 1)
    for at in {0, more // 3, more}:
        day = first + dt.timedelta(days=at)
        assert found[:, at].tolist() == [naive_rank(document, one, day) for one in facts], day


@given(documents(), some_lives, days)
@settings(max_examples=100)
def test_readings_are_those_of_the_definitions(document: Document, facts: list[Facts], day: dt.date) -> None:
    found = bulk.readings(document, table_of(facts), day)
    for at, one in enumerate(facts):
        assert {key: int(value[at]) for key, value in found.items()} == naive_readings(document, one, day)


@given(documents(), some_lives, days, st.integers(0, 60))
@settings(max_examples=60)
def test_after_the_cut_nothing_is_known_to_happen(
    document: Document, facts: list[Facts], cut: dt.date, more: int
) -> None:
    day = cut + dt.timedelta(days=more)
    found = bulk.ranks(document, table_of(facts), cut, day, cut)
    assert found[:, -1].tolist() == [naive_rank(document, known_on(one, cut), day) for one in facts]


def known_on(facts: Facts, day: dt.date) -> Facts:
    """What the day itself can know; a group that is not there yet never is."""
    return Facts(
        formed_on=facts.formed_on if facts.formed_on <= day else dt.date(2100, 1, 1),
        ended_on=facts.ended_on if facts.ended_on and facts.ended_on <= day else None,
        terms=tuple(term for term in facts.terms if term.first <= day),
        items=tuple(item for item in facts.items if item.on <= day),
    )


@pytest.mark.parametrize(
    ("back", "rows", "expected"),
    [
        (0, [3, 1, 2], [3, 1, 2]),
        (1, [3, 1, 2], [3, 2]),
        (2, [3, 1, 2, 0], [3, 2]),
        (4, [1, 2, 0, 0, 0, 0], [2, 2]),
    ],
)
def test_the_highest_of_the_rows_before(back: int, rows: list[int], expected: list[int]) -> None:
    assert bulk._highest(np.array(rows, np.int8)[:, None], back)[:, 0].tolist() == expected


def test_scores_too_large_for_the_machine_are_compared_all_the_same() -> None:
    limits = [997, 991, 983, 977, 971, 967, 953]
    indicators = tuple(
        Indicator(f"i{at}", "", "", Measure.COUNT, ("rapat",), Window(days=30), limit, weight=10)
        for at, limit in enumerate(limits)
    )
    document = Document("x", "X", Purpose.TIERS, indicators, (Tier("a", least_score=1),), by_score=True)
    day = dt.date(2024, 5, 5)
    some = [Facts(day, items=tuple(Item("rapat", day) for _ in range(count))) for count in (13, 14, 15)]
    found = bulk.ranks(document, table_of(some), day, day)[:, 0].tolist()
    assert found == [naive_rank(document, one, day) for one in some] == [0, 1, 1]
