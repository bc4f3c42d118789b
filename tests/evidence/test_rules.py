"""Pure decisions of the ledger, as tables."""

import datetime as dt

import pytest

from kentongan.evidence.enums import Source, Standing, Verdict
from kentongan.evidence.rules.intake import Life, Misfit, misfit_of
from kentongan.evidence.rules.lanes import Axis, first_day
from kentongan.evidence.rules.standing import NEXT, counts, standing_of

TODAY = dt.date(2025, 9, 25)
LIFE = Life(begun=dt.date(2020, 1, 1), ended=dt.date(2025, 9, 1))


@pytest.mark.parametrize(
    ("source", "verdict", "standing"),
    [
        (Source.REPORTED, 0, Standing.RECORDED),
        (Source.STAFF, 0, Standing.CONFIRMED),
        (Source.REPORTED, Verdict.CONFIRMED, Standing.CONFIRMED),
        (Source.HARVESTED, Verdict.DISPUTED, Standing.DISPUTED),
        (Source.REPORTED, Verdict.WITHDRAWN, Standing.WITHDRAWN),
        (Source.REPORTED, Verdict.REOPENED, Standing.RECORDED),
        (Source.IMPORTED, Verdict.REOPENED, Standing.CONFIRMED),
    ],
)
def test_the_latest_review_decides(source: Source, verdict: int, standing: Standing) -> None:
    assert standing_of(source, verdict) == standing


def test_only_recorded_and_confirmed_count() -> None:
    assert [standing for standing in Standing if counts(standing)] == [Standing.RECORDED, Standing.CONFIRMED]


def test_every_standing_has_a_next_word_that_changes_it() -> None:
    assert set(NEXT) == set(Standing)
    for standing, verdicts in NEXT.items():
        assert all(standing_of(Source.REPORTED, verdict) != standing for verdict in verdicts)


@pytest.mark.parametrize(
    ("day", "until", "misfit"),
    [
        ("2025-08-01", None, None),
        ("2020-01-01", None, None),
        ("2019-12-31", None, Misfit.BEFORE_GROUP),
        ("2025-09-01", None, Misfit.AFTER_GROUP),
        ("2025-09-26", None, Misfit.FUTURE),
        ("2025-08-01", "2025-08-01", None),
        ("2025-08-01", "2025-12-31", None),
        ("2025-08-01", "2025-07-31", Misfit.ENDS_BEFORE_START),
        ("2025-08-01", "2030-08-01", None),
        ("2025-08-01", "2030-08-02", Misfit.TOO_LONG),
    ],
)
def test_days_a_record_may_have(day: str, until: str | None, misfit: Misfit | None) -> None:
    last = dt.date.fromisoformat(until) if until else None
    assert misfit_of(dt.date.fromisoformat(day), last, life=LIFE, today=TODAY) == misfit


def test_a_life_nobody_knows_the_ends_of_takes_every_day_that_has_come() -> None:
    assert misfit_of(dt.date(1990, 1, 1), None, life=Life(), today=TODAY) is None


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ("2025-09-25", "2025-04-01"),
        ("2025-03-31", "2024-10-01"),
        ("2025-06-01", "2025-01-01"),
        ("2024-12-31", "2024-07-01"),
    ],
)
def test_the_time_line_begins_five_months_before_this_one(as_of: str, first: str) -> None:
    assert first_day(dt.date.fromisoformat(as_of)) == dt.date.fromisoformat(first)


def test_slits_of_one_day_stand_side_by_side() -> None:
    axis = Axis(dt.date(2025, 9, 1), dt.date(2025, 9, 10))
    first, second = dt.date(2025, 9, 1), dt.date(2025, 9, 10)
    assert axis.places([first, first, second]) == [0.025, 0.075, 0.95]
    assert axis.share(dt.date(2025, 8, 1)) == 0.0


def test_months_begin_at_their_first() -> None:
    axis = Axis(dt.date(2024, 12, 1), dt.date(2025, 2, 1))
    assert [day for day, _share in axis.months()] == [dt.date(2024, 12, 1), dt.date(2025, 1, 1), dt.date(2025, 2, 1)]
