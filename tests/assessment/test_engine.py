"""The engine: windows, readings, ranks that are slow to fall; and that it agrees with a plain reading of the contract."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.assessment.rules.document import Document, Window
from kentongan.assessment.rules.engine import rank_on, ranks, raw_rank, readings
from kentongan.assessment.rules.facts import Facts
from tests.assessment import reference
from tests.assessment.made import START, a_day, a_window, an_instrument, some_facts

DAY = dt.timedelta(days=1)


@given(a_window, st.dates(dt.date(2023, 12, 1), dt.date(2024, 12, 31)))
def test_a_record_is_counted_up_to_the_last_day_of_its_windows(window: Window, day: dt.date) -> None:
    last = window.last_day(day)
    assert window.first_day(last) <= day < window.first_day(last + DAY)


@given(st.integers(1, 14), st.dates(dt.date(2023, 12, 1), dt.date(2024, 12, 31)))
def test_a_month_is_counted_up_to_its_last_day(months: int, day: dt.date) -> None:
    window = Window(months=months)
    last = window.last_month(day)
    assert window.first_month(last) <= day < window.first_month(last + DAY)


@settings(max_examples=300)
@given(an_instrument(), some_facts())
def test_ranks_are_those_of_the_plain_reading(document: Document, facts: Facts) -> None:
    days = reference.days(START - 40 * DAY, START + 240 * DAY)[::3]
    assert ranks(document, facts, days) == [reference.naive_rank(document, facts, day) for day in days]


@settings(max_examples=200)
@given(an_instrument(), some_facts(), a_day)
def test_readings_are_those_of_the_plain_reading(document: Document, facts: Facts, day: dt.date) -> None:
    found = readings(document, facts, day)
    assert {key: reading.value for key, reading in found.items()} == reference.naive_readings(document, facts, day)
    assert list(found) == [one.key for one in document.indicators]
    assert raw_rank(document, facts, day) == reference.naive_raw(document, facts, day)
    assert rank_on(document, facts, day) == reference.naive_rank(document, facts, day)


@settings(max_examples=200)
@given(an_instrument(), some_facts(), a_day)
def test_a_reading_stays_as_it_is_until_its_last_day(document: Document, facts: Facts, day: dt.date) -> None:
    known = facts.known_on(day)
    for key, reading in readings(document, facts, day).items():
        limit = document.by_key[key].limit
        later = [
            (one, reference.naive_readings(document, known, one)[key] >= limit)
            for one in reference.days(day, reading.until or day + 250 * DAY)
        ]
        assert {met for _, met in later} == {reading.is_met}
        if reading.until:
            after = reference.naive_readings(document, known, reading.until + DAY)[key] >= limit
            assert after != reading.is_met
