"""The harvest itself: which feeds are due, visited many at a time, written in batches."""

import contextlib
import datetime as dt
import queue
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import OperationalError
from django.db.models import QuerySet

from kentongan.core.clock import now as this_moment
from kentongan.core.clock import today
from kentongan.core.rows import among
from kentongan.harvest.actions import leases
from kentongan.harvest.actions.visits import ERRAND, Outcome, apply_many, errand_from
from kentongan.harvest.crew import Crew
from kentongan.harvest.enums import Guard
from kentongan.harvest.models import Feed
from kentongan.harvest.queries.health import in_use
from kentongan.harvest.rules.errands import Errand, Round, RoundDone, Visit

# Hosts that are leased at the same time, more than are visited: visitors shall find work while what they brought is written.
# So many more are leased together.
HOSTS_AT_ONCE = 400
HOSTS_MORE = 100
FEEDS_AT_ONCE = 2000
# Visits that are written together: whoever has so many waits for no more, and takes no more than the most.
ENOUGH, MOST_IN_A_BATCH = 100, 400
# Feeds that are asked for by key in one question.
MOST_ASKED = 5000
# Of a slice of time the first third begins visits, the rest is for them to end.
BEGINNING = 1 / 3
ENDING = 2.0
# Seconds to wait for what visitors bring, for more of it, and until it is asked again whether a host is free.
WAIT = 0.1
LINGER = 0.04
LOOK_AGAIN = 0.5


@dataclass(slots=True)
class Result:
    """What a run did so far; ``progress`` hears it, too."""

    visited: int = 0
    # Visits without trouble that found nothing new, visits that did, visits with trouble.
    quiet: int = 0
    fresh: int = 0
    troubled: int = 0
    # Entries.
    new: int = 0
    changed: int = 0
    held: int = 0
    # Due feeds that the time did not suffice for.
    is_cut_short: bool = False

    def add(self, outcome: Outcome) -> None:
        if not outcome.is_written:
            return
        self.visited += 1
        self.new += outcome.new
        self.changed += outcome.changed
        self.held += outcome.held
        if outcome.trouble:
            self.troubled += 1
        elif outcome.new or outcome.changed:
            self.fresh += 1
        else:
            self.quiet += 1


def run(
    *,
    feeds: Collection[int] | None = None,
    all: bool = False,
    now: dt.datetime | None = None,
    progress: Callable[[Result], None] | None = None,
    limit_seconds: float | None = None,
) -> Result:
    """Visit what is due, or these feeds by key, or all, until done or until the time is over. Any number may run at once:
    each host has one visitor, and each feed is visited once.
    """
    clock: Callable[[], dt.datetime] = (lambda: now) if now else this_moment
    wanted = None
    if feeds is not None or all:
        rows = _visitable().filter(pk__in=feeds) if feeds is not None else _visitable()
        wanted = set(rows.values_list("pk", flat=True))
    work = _Work(wanted, clock, limit_seconds)
    try:
        with Crew(now=clock, robots=leases.robots_elsewhere(clock())) as crew:
            while work.has_more():
                work.send(crew)
                for outcome in work.write(crew):
                    work.result.add(outcome)
                if progress:
                    progress(work.result)
    finally:
        # Where the database is away they run out by themselves.
        with contextlib.suppress(OperationalError):
            leases.give_back(work.token)
    return work.result


def is_anything_due(*, more_than: int = 0) -> bool:
    """Whether so many feeds wait whose hosts are free."""
    due = _due(this_moment()).filter(leases.free("host__"))
    return due[more_than : more_than + 1].exists()


def _visitable() -> QuerySet[Feed]:
    """Feeds that are visited at all: neither paused nor given up, of channels and groups that are still there."""
    feeds = Feed.objects.filter(host__isnull=False, is_paused=False).exclude(guard=Guard.CONFIRMED)
    return in_use(feeds, on=today()).order_by("pk")


def _due(now: dt.datetime) -> QuerySet[Feed]:
    return _visitable().filter(next_at__lte=now).order_by("next_at")


class _Work:
    """One run: the hosts it has leased, what their visitors brought, and how much time is left."""

    def __init__(self, wanted: set[int] | None, clock: Callable[[], dt.datetime], limit_seconds: float | None) -> None:
        self.token = leases.new_token()
        self.result = Result()
        # Feeds asked for by name that were not visited yet; None where it is what is due.
        self._wanted = wanted
        self._clock = clock
        self._at_hosts: set[str] = set()
        # Hosts that were free when they were looked for.
        self._names: list[str] = []
        self._visited: set[int] = set()
        self._renewed = self._begun = time.monotonic()
        self._limit = limit_seconds
        self._looks_again_at = 0.0
        self._is_out = False
        self._is_called_off = False

    def has_more(self) -> bool:
        return bool(self._at_hosts) or not self._is_out

    def send(self, crew: Crew) -> None:
        """Send visitors to hosts that are free, while there is time."""
        spent = time.monotonic() - self._begun
        if self._limit is not None:
            if spent > self._limit * BEGINNING:
                self._is_out = True
                self.result.is_cut_short = True
            if spent > self._limit - ENDING and not self._is_called_off:
                self._is_called_off = True
                crew.call_off()
        if self._is_out or len(self._at_hosts) > HOSTS_AT_ONCE - HOSTS_MORE or time.monotonic() < self._looks_again_at:
            return
        rounds = self._rounds()
        for a_round in rounds:
            crew.send(a_round)
        if not rounds:
            self._looks_again_at = time.monotonic() + LOOK_AGAIN
            # What cannot be visited any more is not waited for.
            if self._wanted:
                self._wanted &= set(_visitable().values_list("pk", flat=True))
            # What others visit now is theirs, unless it was asked for by name.
            self._is_out = not self._wanted

    def write(self, crew: Crew) -> list[Outcome]:
        """Write what was brought by now, and let others visit the hosts that are done."""
        visits, done = _brought(crew)
        if not visits and not done:
            crew.require_alive()
        outcomes = apply_many(visits, now=self._clock(), holder=self.token) if visits else []
        self._visited.update(visit.errand.feed for visit in visits)
        if self._wanted is not None:
            self._wanted.difference_update(visit.errand.feed for visit in visits)
            self._is_out |= not self._wanted
        if done:
            self._leave(done)
        if time.monotonic() - self._renewed > leases.RENEWED_EVERY.total_seconds():
            leases.renew(self.token)
            self._renewed = time.monotonic()
        return outcomes

    def _rounds(self) -> list[Round]:
        """Visits of hosts that are free: of those found before, else of those found now."""
        if rounds := self._leased_rounds():
            return rounds
        self._look_for_hosts()
        return self._leased_rounds()

    def _look_for_hosts(self) -> None:
        asked = _due(self._clock())
        if self._wanted is not None:
            asked = _visitable().filter(pk__in=among(islice(self._wanted, MOST_ASKED)))
        free = asked.filter(leases.free("host__"))
        names = dict.fromkeys(free.values_list("host_id", flat=True)[:FEEDS_AT_ONCE])
        # Where the clock was set, or the machine slept, leases of our own look as if they had run out.
        self._names = [name for name in names if name not in self._at_hosts]

    def _leased_rounds(self) -> list[Round]:
        while self._names:
            room = HOSTS_AT_ONCE - len(self._at_hosts)
            names, self._names = self._names[:room], self._names[room:]
            if rounds := list(self._rounds_at(names)):
                return rounds
        return []

    def _rounds_at(self, names: list[str]) -> Iterator[Round]:
        now = self._clock()
        hosts = leases.take(names, self.token)
        asked = _visitable() if self._wanted is not None else _due(now)
        errands: dict[str, list[Errand]] = defaultdict(list)
        # Asked under the lease: somebody may have been there since.
        for host, *row in asked.filter(host__in=among(hosts)).values_list("host_id", *ERRAND):
            if row[0] in self._visited or (self._wanted is not None and row[0] not in self._wanted):
                continue
            errands[host].append(errand_from(row, now=now))
        leases.give_back(self.token, hosts.keys() - errands.keys())
        for name, some in errands.items():
            robots, asked_at = hosts[name]
            is_known = asked_at is not None and asked_at > now - leases.ROBOTS_KEPT
            self._at_hosts.add(name)
            yield Round(name, tuple(some), robots=robots if is_known else None)

    def _leave(self, done: list[RoundDone]) -> None:
        leases.note_robots({one.host: one.robots for one in done if one.robots is not None}, self._clock())
        if elsewhere := {host: text for one in done for host, text in one.elsewhere.items()}:
            leases.note_elsewhere(elsewhere, self._clock())
        leases.give_back(self.token, [one.host for one in done if not one.pause])
        for one in done:
            if one.pause:
                leases.rest(self.token, one.host, one.pause)
        self._at_hosts.difference_update(one.host for one in done)


def _brought(crew: Crew) -> tuple[list[Visit], list[RoundDone]]:
    """What has come, in the order in which it came. Waits for the first, and a little for company: writing together is cheap."""
    visits: list[Visit] = []
    done: list[RoundDone] = []
    until = time.monotonic() + WAIT
    while len(visits) < MOST_IN_A_BATCH:
        try:
            is_enough = len(visits) >= ENOUGH
            thing = crew.brought.get(not is_enough, max(until - time.monotonic(), 0.001))
        except queue.Empty:
            break
        if not visits and not done:
            until = time.monotonic() + LINGER
        if isinstance(thing, Visit):
            visits.append(thing)
        else:
            done.append(thing)
    return visits, done
