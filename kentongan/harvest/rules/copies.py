"""Who showed a text first, as far as that can be believed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A day that a site tells is believed no further back than this from when we saw it. Who publishes every fortnight is visited
# every third or fourth day; whoever could be believed longer could be late with everything that others wrote meanwhile.
BELIEVED = dt.timedelta(days=3)
# The channels of an office are recorded in one go and visited for the first time within hours: nobody is first there because
# of the order of our visits.
TOGETHER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry (``pk``) or an article of ours (``pk`` None), with a text known by ``fingerprint`` where it is long enough."""

    fingerprint: str
    # As its site tells it.
    published_at: dt.datetime
    seen_at: dt.datetime
    # When it was certainly not there yet; None where it came with the archive of a site that we did not know.
    absent_at: dt.datetime | None = None
    pk: int | None = None
    # What its page is known by on all feeds that show it: rules.plan.page_of.
    page: str = ""
    group: int = 0

    @property
    def since(self) -> dt.datetime:
        """When it was shown, as far as we believe it: of an archive, only what we saw."""
        return self.seen_at if self.absent_at is None else max(self.published_at, self.absent_at)


def absent_at(*, tried_at: dt.datetime | None, is_known: bool, now: dt.datetime) -> dt.datetime | None:
    """Until when what is new on a channel now was not there: our last try, which is all the same whether it reached the site."""
    if not is_known:
        return None
    return max(tried_at or now, now - BELIEVED)


def heads(shown: Iterable[Shown]) -> dict[int | None, Shown]:
    """Of each entry, the one that stands for its page: of the group that showed the page first, one with a text where it has any.

    Only these are compared by their texts. So who shows another's pages, with whatever texts, moves nobody's credit.
    """
    found: dict[int | None, Shown] = {}
    by_page: dict[str, list[Shown]] = defaultdict(list)
    for one in shown:
        if one.page:
            by_page[one.page].append(one)
        else:
            found[one.pk] = one
    for same in by_page.values():
        first = _first(same)
        own = [one for one in same if one.group == first.group]
        head = _first([one for one in own if one.fingerprint] or own)
        found |= dict.fromkeys([one.pk for one in same], head)
    return found


def firsts(shown: Iterable[Shown]) -> dict[str, Shown]:
    """Of each text, the one that was shown first; at the same moment an article of ours, then what is dated earlier."""
    by_text: dict[str, list[Shown]] = defaultdict(list)
    for one in shown:
        by_text[one.fingerprint].append(one)
    return {mark: _first(same) for mark, same in by_text.items()}


def _first(same: Sequence[Shown]) -> Shown:
    first = min(same, key=lambda one: (one.since, one.pk is not None, one.published_at, one.pk or 0))
    if first.absent_at is not None:
        return first
    # Between archives that came together their own days are all there is.
    archives = [one for one in same if one.absent_at is None and one.seen_at <= first.seen_at + TOGETHER]
    return min(archives, key=lambda one: (one.published_at, one.pk or 0))
