"""The harvest beside sfeed and beside a plain loop over feedparser: the same feeds of a server on this machine, in one run.

Each is visited for the first time, and once more when nothing is new. Ours is measured the whole way (asked for, read, compared, written
to the database) and without the database. The server has a process of its own; all share the machine, so what the processes worked
for a feed, all but the server's, is told besides: it hardly moves where others keep the cores busy.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.feeds_server import ENTRIES, feed
from tests.core.web_server import free_port

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "bench.example"
# What is aimed for: feeds a second, seconds for one feed, MiB that later visits may add.
FIRST_TIME, NOTHING_NEW = 400, 3_000
SLOWEST = 2.0
GROWTH = 20.0
LATER_VISITS = 3
HOSTILE = ROOT / "tests/harvest/files"


class Rate(NamedTuple):
    """Feeds a second by the clock, and milliseconds of work for each."""

    a_second: float
    work: float

    def __str__(self) -> str:
        return f"{self.a_second:8,.0f} feeds/s {self.work:6.2f} ms"


class Row(NamedTuple):
    first: Rate
    later: Rate


def measure(folder: Path, feeds: int) -> Iterator[str]:
    """Print what each does, and yield what was missed."""
    numbers = range(feeds)
    print(f"{feeds:,} feeds of {ENTRIES} entries, {sum(len(feed(n)) for n in numbers) / feeds / 1024:.1f} KiB each")
    with _server(feeds) as port, _stage(port):
        _fill(numbers)
        ours = yield from _whole_way(feeds)
        _say("fetch and parse", _without_database(numbers))
        _say("sequential feedparser", _feedparser(port, numbers))
        if shutil.which("sfeed_update"):
            _say("sfeed", _sfeed(folder, port, numbers))
        else:
            print("  no sfeed here: nothing is said about it")
    yield from _slowest(numbers)
    for rate, aim, when in (
        (ours.first, FIRST_TIME, "the first time"),
        (ours.later, NOTHING_NEW, "when nothing is new"),
    ):
        if rate.a_second < aim:
            yield f"{rate.a_second:,.0f} feeds/s {when}, the aim is {aim:,}"


def _say(name: str, row: Row) -> None:
    print(f"  {name:<22} first time {row.first}   nothing new {row.later}", flush=True)


# --- Ours -----------------------------------------------------------------------------------------------


def _fill(numbers: Sequence[int]) -> None:
    """A channel of some group for each feed, whose way is known."""
    from kentongan.core.clock import now
    from kentongan.harvest.enums import Way
    from kentongan.harvest.models import Feed, Host
    from kentongan.registry.models import Channel, Group

    groups = list(Group.objects.order_by("pk"))
    names = {number: f"kim-{number}.{DOMAIN}" for number in numbers}
    channels = Channel.objects.bulk_create(
        [
            Channel(group=groups[number % len(groups)], kind="website", url=f"https://{names[number]}/")
            for number in numbers
        ],
        batch_size=1000,
    )
    Host.objects.bulk_create([Host(name=name) for name in names.values()], batch_size=1000)
    Feed.objects.bulk_create(
        [
            Feed(
                channel=channel,
                channel_url=channel.url,
                host_id=names[number],
                way=Way.FEED,
                address=f"{channel.url}{number}",
                next_at=now(),
                # A first visit looks at the front page, too; here feeds are measured.
                looked_at=now(),
            )
            for number, channel in zip(numbers, channels, strict=True)
        ],
        batch_size=1000,
    )


def _whole_way(feeds: int) -> Iterator[str]:
    from django.db.models import Count

    from kentongan.harvest.actions.running import run
    from kentongan.harvest.models import Entry, Feed

    before = _resident()
    first = _rate(feeds, lambda: run(all=True))
    stored = dict(Entry.objects.values_list("feed__address").annotate(Count("pk")))
    lost = _lost({int(address.rpartition("/")[2]): count for address, count in stored.items()}, range(feeds))
    filled = _resident()
    later = max(_rate(feeds, lambda: run(all=True)) for _ in range(LATER_VISITS))
    after = _resident()
    row = Row(first, later)
    _say("the whole way", row)
    troubled = Feed.objects.exclude(trouble="").count()
    print(
        f"    {Entry.objects.count():,} entries, {lost:,} lost, {troubled:,} feeds in trouble; "
        f"memory {before:.0f} MiB before, {filled:.0f} after the first visit, {after:.0f} after {LATER_VISITS} more"
    )
    if lost or troubled:
        yield f"{lost:,} entries that feedparser finds were lost, {troubled:,} feeds are in trouble"
    if after - filled > GROWTH:
        yield f"{LATER_VISITS} later visits added {after - filled:.0f} MiB, the limit is {GROWTH:.0f}"
    return row


def _lost(stored: dict[int, int], numbers: Sequence[int]) -> int:
    """Entries that feedparser finds and we have not."""
    import feedparser

    return sum(max(0, len(feedparser.parse(feed(number)).entries) - stored.get(number, 0)) for number in numbers)


def _without_database(numbers: Sequence[int]) -> Row:
    """The same visitors, whose visits are counted and forgotten."""
    from kentongan.harvest.rules.errands import Errand

    def errand(number: int, etag: str = "", digest: str = "") -> Errand:
        url = f"https://kim-{number}.{DOMAIN}/"
        return Errand(
            feed=number,
            channel_url=url,
            kind="website",
            way="feed",
            address=f"{url}{number}",
            etag=etag,
            last_modified="",
            body_digest=digest,
            searches=False,
            looks=False,
            interval=360,
            newest_on=None,
        )

    brought = []
    first = _rate(len(numbers), lambda: brought.extend(_visited([errand(number) for number in numbers])))
    again = [errand(visit.errand.feed, visit.fetched.etag, visit.digest) for visit in brought]
    return Row(first, _rate(len(numbers), lambda: list(_visited(again))))


def _visited(errands: Sequence) -> Iterator:
    from kentongan.core.clock import now
    from kentongan.harvest.crew import Crew
    from kentongan.harvest.rules.errands import Round, Visit

    with Crew(now=now) as crew:
        waiting = iter(errands)
        under_way = 0
        for one in waiting:
            crew.send(Round(f"kim-{one.feed}.{DOMAIN}", (one,), robots=""))
            under_way += 1
            while under_way > 150:
                thing = crew.brought.get()
                if isinstance(thing, Visit):
                    yield thing
                else:
                    under_way -= 1
        while under_way:
            thing = crew.brought.get()
            if isinstance(thing, Visit):
                yield thing
            else:
                under_way -= 1


def _slowest(numbers: Sequence[int]) -> Iterator[str]:
    """Each document alone, the hostile ones of the tests among them."""
    from kentongan.core.clock import now
    from kentongan.harvest.parsing.safely import parse_safely
    from kentongan.harvest.rules.shapes import Failed

    documents = {f"feed {number}": feed(number) for number in numbers[:500]}
    if HOSTILE.is_dir():
        documents |= {path.name: path.read_bytes() for path in sorted(HOSTILE.rglob("*")) if path.is_file()}
    took = {}
    # A child that reads is there from now on; only one that was too busy is followed by a fresh one.
    parse_safely(feed(0), address=f"https://kim.{DOMAIN}/feed", now=now())
    for name, body in documents.items():
        begun = time.perf_counter()
        with contextlib.suppress(Failed):
            parse_safely(body, address=f"https://kim.{DOMAIN}/feed", now=now())
        took[name] = time.perf_counter() - begun
    name, seconds = max(took.items(), key=lambda one: one[1])
    print(
        f"  slowest of {len(documents):,} documents: {name}, {seconds * 1000:,.0f} ms, with the child process that reads it"
    )
    if seconds > SLOWEST:
        yield f"{name} takes {seconds:.1f} s, the limit is {SLOWEST:.0f} s"


# --- Others ---------------------------------------------------------------------------------------------


def _feedparser(port: int, numbers: Sequence[int]) -> Row:
    import feedparser

    marks: dict[int, str] = {}

    def visit() -> None:
        for number in numbers:
            found = feedparser.parse(f"http://127.0.0.1:{port}/{number}", etag=marks.get(number))
            marks[number] = found.get("etag", "")

    return Row(_rate(len(numbers), visit), _rate(len(numbers), visit))


def _sfeed(folder: Path, port: int, numbers: Sequence[int]) -> Row:
    home = folder / "sfeed"
    home.mkdir(exist_ok=True)
    listed = "\n".join(f"\tfeed 'kim-{number}' 'http://127.0.0.1:{port}/{number}'" for number in numbers)
    (home / "sfeedrc").write_text(f'sfeedpath="{home}/feeds"\nfeeds() {{\n{listed}\n}}\n')

    def visit() -> None:
        subprocess.run(
            ["sfeed_update", str(home / "sfeedrc")], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    row = Row(_rate(len(numbers), visit), _rate(len(numbers), visit))
    kept = sum(1 for path in (home / "feeds").iterdir() if path.stat().st_size)
    if kept != len(numbers):
        print(f"  sfeed kept {kept:,} of {len(numbers):,} feeds")
    return row


# --- The machine ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _server(feeds: int) -> Iterator[int]:
    import socket

    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.feeds_server", str(port), str(feeds)], cwd=ROOT)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            sys.exit("the server of feeds does not answer")
        yield port
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def _stage(port: int) -> Iterator[None]:
    from django.conf import settings

    before = settings.HARVEST_STAGE
    settings.HARVEST_STAGE = {DOMAIN: ("127.0.0.1", port)}
    try:
        yield
    finally:
        settings.HARVEST_STAGE = before


def _rate(feeds: int, visit) -> Rate:
    worked, begun = _worked(), time.perf_counter()
    visit()
    took = time.perf_counter() - begun
    return Rate(feeds / took, (_worked() - worked) / feeds * 1000)


def _ours() -> Iterator[Path]:
    """This process and the children that read for it, in /proc."""
    yield Path("/proc/self")
    for children in Path("/proc/self/task").glob("*/children"):
        for pid in children.read_text().split():
            with contextlib.suppress(OSError):
                if "feeds_server" not in Path(f"/proc/{pid}/cmdline").read_text():
                    yield Path(f"/proc/{pid}")


def _resident() -> float:
    """MiB that they hold."""
    total = 0
    for process in _ours():
        with contextlib.suppress(OSError):
            total += int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total / 1024 / 1024


def _worked() -> float:
    """Seconds of the processor that they, and children that have ended, have used."""
    total = 0
    for process in _ours():
        with contextlib.suppress(OSError):
            # In user's and system's mode, and those of children that were waited for.
            total += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:15]))
    return total / os.sysconf("SC_CLK_TCK")
