"""What the harvest does by itself."""

import datetime as dt

from kentongan.core.clock import now
from kentongan.core.jobs import every, is_waiting, job, nightly
from kentongan.harvest.actions.feeds import make_feeds
from kentongan.harvest.actions.mending import mend_credit
from kentongan.harvest.actions.posts import note_reach
from kentongan.harvest.actions.running import is_anything_due, run
from kentongan.harvest.fetching import fetch_once
from kentongan.harvest.models import Post, Stretch
from kentongan.harvest.rules.shapes import Failed, Fetched

# One slice of work; then others have their turn.
SLICE_SECONDS = 28.0
# With more than these waiting, another worker may help at once.
PLENTY = 1000
STRETCHES_KEPT = dt.timedelta(days=400)


# Whatever else waits goes first. A slice that failed is followed by the next minute's.
@job(tries=1, priority=-10)
def harvest_due() -> int:
    """Visit feeds that are due, for one slice of time, and go on in another where that did not suffice."""
    if is_anything_due(more_than=PLENTY) and not is_waiting(harvest_due):
        harvest_due.enqueue()
    result = run(limit_seconds=SLICE_SECONDS)
    if result.is_cut_short and is_anything_due() and not is_waiting(harvest_due):
        harvest_due.enqueue()
    return result.visited


@job()
def look_for_channels() -> int:
    """Make new and changed channels part of the harvest."""
    return make_feeds()


@job(tries=3)
def check_post(post_id: int) -> str:
    """Look once whether a pasted link leads to something."""
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        return ""
    answer: Fetched | Failed
    try:
        answer = fetch_once(post.link)
    except Failed as failed:
        answer = failed
    return note_reach(post=post, answer=answer).value


@job()
def forget_old_stretches() -> int:
    """Delete the history of visits that are long past."""
    return Stretch.objects.filter(last_at__lt=now() - STRETCHES_KEPT).delete()[0]


@job()
def mend_harvest_credit() -> int:
    """Settle what two workers wrote at the same moment, and what a corrected register lets in."""
    return mend_credit()


every(look_for_channels, seconds=600)
every(harvest_due, seconds=60)
nightly(forget_old_stretches, at=dt.time(2, 45))
nightly(mend_harvest_credit, at=dt.time(3, 30))
