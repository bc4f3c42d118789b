"""The visitors of a run: a thread that knows the network and nothing of the database. Rounds go in, visits come out."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Self

import uvloop

from kentongan.harvest.enums import Trouble, Way
from kentongan.harvest.fetching import Doors, Visitors, ask_robots, require, visit
from kentongan.harvest.parsing.discovery import FEED_FORMS, discover, forbidden, is_forbidden
from kentongan.harvest.parsing.safely import AT_ONCE, look_safely, parse_safely
from kentongan.harvest.rules.errands import Errand, Round, RoundDone, Visit
from kentongan.harvest.rules.links import canonical, server_of
from kentongan.harvest.rules.robots import permission
from kentongan.harvest.rules.shapes import Discovery, Failed, Fetched, Page, Parsed
from kentongan.registry.enums import ChannelKind

logger = logging.getLogger(__name__)

# Hosts that are visited at the same time, and channels whose way is looked for; more wait for a turn.
HOSTS = 200
SEARCHERS = 16
# Longer pauses between two visits are made by coming again later.
LONGEST_PAUSE = 2.0
# What had its chance for so long when the time is over was too slow; what had not comes next time.
FAIR_CHANCE = 12.0
# Seconds for looking for the way to read a channel: all its visits together, and waiting for turns.
SEARCH_PATIENCE = 90.0
# Seconds that a last answer, which came in time, may take to be read.
READING = 3.0
_FORMS = {
    Way.FEED: FEED_FORMS,
    Way.NEWS_SITEMAP: frozenset({"news_sitemap", "sitemap"}),
    Way.SITEMAP: frozenset({"news_sitemap", "sitemap"}),
    Way.PAGE: frozenset({"page"}),
}


class Crew:
    """``with Crew(now=…) as crew``: ``send`` rounds, take ``Visit`` and ``RoundDone`` from ``brought``. ``robots`` are known
    texts of hosts that visits may be led to. ``until``, on the monotonic clock, ends all looking for ways.
    """

    def __init__(
        self, *, now: Callable[[], dt.datetime], robots: Mapping[str, str] | None = None, until: float = math.inf
    ) -> None:
        self.brought: queue.SimpleQueue[Visit | RoundDone] = queue.SimpleQueue()
        self._now, self._robots_known, self._until = now, robots or {}, until
        self._thread = threading.Thread(target=self._run, name="visitors", daemon=True)
        self._is_ready = threading.Event()
        self._error: BaseException | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_ready.wait()
        if self._error:
            raise self._error
        return self

    def __exit__(self, *_error: object) -> None:
        self.call_off()
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    def send(self, a_round: Round) -> None:
        """Have the feeds of a host visited, one after another."""
        self._loop.call_soon_threadsafe(self._begin, a_round)

    def call_off(self) -> None:
        """End all rounds now; each still says that it is done."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._tasks])

    def require_alive(self) -> None:
        """Raise where nobody will bring anything any more."""
        if not self._thread.is_alive():
            raise RuntimeError("the visitors' thread has ended") from self._error

    # --- Within the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            uvloop.run(self._stay())
        except BaseException as error:
            self._error = error
            logger.exception("The visitors' thread ended")
        finally:
            self._is_ready.set()

    async def _stay(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._hosts, self._searches = asyncio.Semaphore(HOSTS), asyncio.Semaphore(SEARCHERS)
        self._parsers = ThreadPoolExecutor(AT_ONCE, "parsers")
        self._searchers = ThreadPoolExecutor(SEARCHERS, "searchers")
        try:
            async with Visitors() as self._session:
                self._doors = Doors(self._session, self._robots_known)
                self._is_ready.set()
                await self._ended.wait()
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            self._parsers.shutdown(wait=False, cancel_futures=True)
            self._searchers.shutdown(wait=False, cancel_futures=True)

    def _begin(self, a_round: Round) -> None:
        task = self._loop.create_task(self._make(a_round))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make(self, a_round: Round) -> None:
        """Visit a host's feeds. Whatever happens, it says that it is done."""
        left, robots, fresh, pause = list(a_round.errands), a_round.robots, None, 0.0
        # Whoever waits for a turn is not slow.
        begun = math.inf
        try:
            async with self._hosts:
                begun = time.monotonic()
                if robots is None:
                    robots = fresh = await self._robots(a_round)
                while left:
                    begun = math.inf
                    async with self._searches if left[0].searches else contextlib.nullcontext():
                        begun = time.monotonic()
                        self.brought.put(await self._visit(left[0], robots or "", a_round.host))
                    errand = left.pop(0)
                    pause = permission(robots or "", errand.address or errand.channel_url).delay
                    if pause > LONGEST_PAUSE:
                        break
                    if left and pause:
                        await asyncio.sleep(pause)
        except Failed as failed:
            # The host does not even say what it asks of visitors.
            for errand in left:
                self.brought.put(Visit(errand, failed=failed))
            left = []
        except asyncio.CancelledError:
            if left and time.monotonic() - begun > FAIR_CHANCE:
                self.brought.put(Visit(left.pop(0), failed=Failed(Trouble.TIMEOUT)))
        finally:
            elsewhere = self._doors.take_fresh()
            self.brought.put(RoundDone(a_round.host, robots=fresh, pause=pause, elsewhere=elsewhere))

    async def _robots(self, a_round: Round) -> str:
        first = a_round.errands[0]
        try:
            return await ask_robots(first.address or first.channel_url, session=self._session)
        except Failed:
            raise
        except Exception as error:
            raise Failed(Trouble.CONNECT, type(error).__name__) from error

    async def _visit(self, errand: Errand, robots: str, host: str) -> Visit:
        """One errand; any exception is this feed's own trouble."""
        try:
            if errand.searches:
                return await self._search(errand, robots, host)
            return await self._ask(errand, robots, host)
        except Failed as failed:
            return Visit(errand, failed=failed)
        except Exception as error:
            logger.exception("The visit of feed %d went wrong", errand.feed)
            return Visit(errand, failed=Failed(Trouble.UNREADABLE, type(error).__name__))

    async def _ask(self, errand: Errand, robots: str, host: str) -> Visit:
        fetched = await self._fetch(errand.address, robots, host, etag=errand.etag, last_modified=errand.last_modified)
        if fetched.is_unchanged:
            return Visit(errand, fetched=fetched)
        digest = hashlib.sha256(fetched.body).hexdigest()
        if digest == errand.body_digest:
            return Visit(errand, fetched=fetched, digest=digest)
        parsed = await self._parse(fetched)
        if parsed.form not in _FORMS.get(Way(errand.way), FEED_FORMS):
            raise Failed(Trouble.NO_ENTRIES, parsed.form)
        page, other_page = await self._look(errand, _front_page(errand, fetched, parsed), robots, host)
        # Bodies are long, and nobody needs them any more.
        fetched = replace(fetched, body=b"")
        return Visit(errand, fetched, parsed=parsed, digest=digest, page=page, other_page=other_page)

    async def _fetch(self, address: str, robots: str, host: str, **options: Any) -> Fetched:
        """What an address answers, where its host and all that it leads to let us in."""
        if server_of(address) == host:
            require(robots, address)
        else:
            await self._doors.require(address)
        return await visit(address, session=self._session, at_door=self._doors.require, **options)

    async def _parse(self, fetched: Fetched) -> Parsed:
        def read() -> Parsed:
            return parse_safely(
                fetched.body, content_type=fetched.content_type, address=fetched.address, now=self._now()
            )

        return await self._loop.run_in_executor(self._parsers, read)

    async def _read_page(self, body: bytes, address: str) -> Page | None:
        """A page for the guard; None where it cannot be read."""
        if not body:
            return None
        with contextlib.suppress(Failed):
            return await self._loop.run_in_executor(self._parsers, look_safely, body, address)
        return None

    async def _look(
        self, errand: Errand, front: str, robots: str, host: str, *, known: Fetched | None = None
    ) -> tuple[Page | None, Page | None]:
        """The front page as we see it, and as others do; nothing where it cannot be had: the feed is what counts.

        ``known`` is that page where it was asked for already: then it is not asked for again.
        """
        if not front or not errand.looks or errand.kind == ChannelKind.YOUTUBE:
            return None, None
        try:
            page = await self._read_page((known or await self._fetch(front, robots, host)).body, front)
        except Failed:
            return None, None
        if known:
            return page, None
        try:
            other = await self._fetch(front, robots, host, as_reader=True)
        except Failed:
            return page, None
        return page, await self._read_page(other.body, front)

    async def _search(self, errand: Errand, robots: str, host: str) -> Visit:
        """Look for the way to read a channel; what is found there is the visit's answer."""
        answers: dict[str, Fetched] = {}
        until = min(time.monotonic() + SEARCH_PATIENCE, self._until)

        async def fetch(address: str) -> Fetched:
            answers[address] = await self._fetch(address, robots, host)
            return answers[address]

        def search() -> Discovery:
            return discover(
                errand.channel_url,
                fetch=lambda address: self._wait(fetch(address), until),
                now=self._now(),
                kind=ChannelKind(errand.kind),
            )

        try:
            found = await self._loop.run_in_executor(self._searchers, search)
        except Failed:
            if not errand.way:
                raise
            # Nothing better than what is known.
            return await self._ask(errand, robots, host)
        # The address that was asked, or the one it led to.
        fetched = answers.get(found.address) or next(
            (answer for answer in answers.values() if answer.address == found.address), None
        )
        digest = hashlib.sha256(fetched.body).hexdigest() if fetched else ""
        front = _front_page(errand, fetched, found.parsed) if fetched and found.parsed else ""
        page, other_page = await self._look(errand, front, robots, host, known=answers.get(canonical(front)))
        return Visit(
            errand, fetched, parsed=found.parsed, discovery=found, digest=digest, page=page, other_page=other_page
        )

    def _wait(self, coming: Coroutine[Any, Any, Fetched], until: float) -> Fetched:
        """From a searcher's thread: what comes by then."""
        answer = asyncio.run_coroutine_threadsafe(coming, self._loop)
        try:
            return answer.result(max(until - time.monotonic(), 0.0))
        except TimeoutError as error:
            answer.cancel()
            raise Failed(Trouble.TIMEOUT) from error


def _front_page(errand: Errand, fetched: Fetched, parsed: Parsed) -> str:
    """Where readers come in: the channel's address, or the page its feed names where that address is the feed's own.

    Empty where that page is not on the feed's host: nobody else's page says anything of this channel.
    """
    own = canonical(errand.channel_url)
    if parsed.form == "page" or own not in {canonical(fetched.asked), canonical(fetched.address)}:
        return errand.channel_url
    return parsed.home if parsed.home != own and server_of(parsed.home) == server_of(own) else ""


def visit_once(a_round: Round, *, now: Callable[[], dt.datetime], patience: float) -> Visit:
    """One errand alone, from code that waits for it: ``patience`` seconds at most. What was found by then is what it brings."""
    errand = a_round.errands[0]
    if errand.searches and is_forbidden(errand.channel_url, errand.kind):
        # Not even for its robots.txt is it asked.
        return Visit(errand, discovery=forbidden(errand.channel_url))
    until = time.monotonic() + patience
    with Crew(now=now, until=until - READING) as crew:
        crew.send(a_round)
        while time.monotonic() < until:
            try:
                brought = crew.brought.get(timeout=max(until - time.monotonic(), 0.01))
            except queue.Empty:
                break
            if isinstance(brought, Visit):
                return brought
    return Visit(errand, failed=Failed(Trouble.TIMEOUT))
