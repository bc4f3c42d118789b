"""When a feed is visited next: often where much happens, seldom where little does, ever later where nothing answers."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from kentongan.harvest.enums import Trouble

# Minutes between visits, an hour to a week. A few steps, so that thousands of visits are written together.
LADDER = (60, 120, 180, 240, 360, 540, 720, 1080, 1440, 2160, 2880, 4320, 5760, 7200, 10_080)
LONGEST = LADDER[-1]
USUAL = 360
# Visits in the time between two entries.
VISITS_A_GAP = 4
LAST_ENTRIES = 10
QUARANTINED = 24 * 60
VISITS_A_DAY = 24 * 60 // LADDER[0]

# So many new entries of a known channel count within a day; the rest waits for a person. The busiest groups write eight a day, so
# that a week in which nobody could visit them fits in. Machines, and archives of others, bring hundreds.
MOST_NEW = 60

# What does not pass within hours.
_LASTING = frozenset({Trouble.ADDRESS, Trouble.FORBIDDEN, Trouble.ROBOTS, Trouble.GONE, Trouble.NO_ENTRIES})
_FIRST_WAIT = {True: dt.timedelta(days=1), False: dt.timedelta(hours=1)}
_LONGEST_WAIT = dt.timedelta(minutes=LONGEST)
# A wait is as much as this share longer or shorter than the rule says, so that what failed together is not tried together.
_JITTER = 0.25

SEARCH_AGAIN = dt.timedelta(days=7)
# A look at the front page, besides what the feed says.
LOOK_AGAIN = dt.timedelta(days=7)
# Troubles after which the address itself may be the wrong one.
_LOST = frozenset({Trouble.GONE, Trouble.NO_ENTRIES, Trouble.UNREADABLE, Trouble.REDIRECTS})


def interval_of(published: Iterable[dt.datetime], *, now: dt.datetime) -> int:
    """Minutes until the next visit of a feed whose entries were published then."""
    moments = sorted((moment for moment in published if moment <= now), reverse=True)[:LAST_ENTRIES]
    if not moments:
        return USUAL
    gaps = [(later - earlier) / dt.timedelta(minutes=1) for later, earlier in pairwise(moments)]
    since_newest = (now - moments[0]) / dt.timedelta(minutes=1)
    usual = median(gaps) if gaps else since_newest
    # Silence that lasts longer than was usual slows the visits down.
    return rung(max(usual, since_newest / 2) / VISITS_A_GAP)


def interval_without_news(interval: int, *, newest_on: dt.date | None, now: dt.datetime) -> int:
    """Minutes until the next visit where the last one found nothing: a step slower once silence outgrows the pace."""
    days = (now.date() - newest_on).days if newest_on else 0
    patience = 2 * VISITS_A_GAP * interval
    return rung(interval + 1) if newest_on and days * 1440 > patience else rung(interval)


def rung(minutes: float) -> int:
    """The first step of the ladder that is not shorter; the last one for what is longer than all."""
    return next((step for step in LADDER if step >= minutes), LONGEST)


def wait_after_trouble(trouble: str, *, failures: int, chance: float, retry_after: int | None = None) -> dt.timedelta:
    """How long after the ``failures``-th trouble in a row: doubling, a quarter more or less by ``chance`` (0 to 1), never
    sooner than the server asked, at most a week.
    """
    wait = min(_FIRST_WAIT[trouble in _LASTING] * 2 ** min(max(failures, 1) - 1, 10), _LONGEST_WAIT)
    wait *= 1 - _JITTER + 2 * _JITTER * chance
    if retry_after is not None:
        wait = max(wait, dt.timedelta(seconds=min(max(retry_after, 0), int(_LONGEST_WAIT.total_seconds()))))
    return min(wait, _LONGEST_WAIT)


def is_search_due(
    way: str, trouble: str, *, is_chosen: bool, searched_at: dt.datetime | None, now: dt.datetime
) -> bool:
    """Whether a visit begins by looking for the way to read the channel: unknown, or lost and not looked for within a week."""
    if not way:
        return True
    return not is_chosen and trouble in _LOST and (searched_at is None or searched_at <= now - SEARCH_AGAIN)
