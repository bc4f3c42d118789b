"""The database says of a channel what the rule says."""

import datetime as dt
from typing import Any

import pytest

from kentongan.harvest.enums import Guard, Health, Trouble, Way
from kentongan.harvest.models import Feed
from kentongan.harvest.queries.health import ORDER, health_counts, with_health
from kentongan.harvest.rules.health import health_of
from tests.conftest import Cast
from tests.harvest.rows import DAY, NOW, make_feed

CASES: dict[str, tuple[dict[str, Any], Health]] = {
    "well": ({}, Health.HEALTHY),
    "pasted": ({"way": Way.PASTED}, Health.PASTED),
    "pasted and paused": ({"way": Way.PASTED, "is_paused": True}, Health.PASTED),
    "paused": ({"is_paused": True, "trouble": Trouble.GONE, "trouble_since": NOW}, Health.PAUSED),
    # Nobody hides a site that was taken over by pausing it.
    "held and paused": ({"is_paused": True, "guard": Guard.QUARANTINED}, Health.QUARANTINED),
    "held": ({"guard": Guard.QUARANTINED}, Health.QUARANTINED),
    "taken over": ({"guard": Guard.CONFIRMED, "tried_at": None}, Health.QUARANTINED),
    "new": ({"tried_at": None, "reached_at": None, "newest_on": None, "found_at": None}, Health.NEW),
    "gone": ({"trouble": Trouble.GONE, "trouble_since": NOW}, Health.DEAD),
    "a week of trouble": ({"trouble": Trouble.NAME, "trouble_since": NOW - 7 * DAY}, Health.DEAD),
    "nearly a week": ({"trouble": Trouble.NAME, "trouble_since": NOW - 7 * DAY + dt.timedelta(seconds=1)}, Health.HEALTHY),
    "eight visits": ({"trouble": Trouble.SERVER, "trouble_since": NOW - DAY, "failures": 8}, Health.DEAD),
    "seven visits": ({"trouble": Trouble.SERVER, "trouble_since": NOW - DAY, "failures": 7}, Health.HEALTHY),
    "old failures": ({"failures": 9}, Health.HEALTHY),
    "sixty days": ({"newest_on": (NOW - 60 * DAY).date()}, Health.HEALTHY),
    "sixty-one days": ({"newest_on": (NOW - 61 * DAY).date()}, Health.SILENT),
    "nothing yet": ({"newest_on": None, "found_at": None}, Health.SILENT),
    "undated but found": ({"newest_on": None, "found_at": NOW - 60 * DAY}, Health.HEALTHY),
    "undated long ago": ({"newest_on": None, "found_at": NOW - 60 * DAY - dt.timedelta(seconds=1)}, Health.SILENT),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_channel(cast: Cast, name: str) -> None:
    facts, health = CASES[name]
    feed = make_feed(cast.kayutangan, **facts)
    assert health_of(feed, now=NOW) == health
    assert with_health(Feed.objects.all(), now=NOW).get().health == health


def test_counts_add_up_and_every_state_has_its_place(cast: Cast) -> None:
    for number, (facts, _health) in enumerate(CASES.values()):
        make_feed(cast.kayutangan, f"https://situs{number}.example/", **facts)
    counts = health_counts(Feed.objects.all(), now=NOW)
    assert counts.pop("all") == sum(counts.values()) == len(CASES)
    assert set(ORDER) == set(Health)
