"""How long things take at national size: ``make bench``, or ``python -m bench [--parts PART …] [--evidence N] [--import N] [--articles N]
[--feeds N] [--keep FOLDER]``.

Builds a database of its own (a test database, gone afterwards) on whatever DATABASE_URL names. Parts, all of them by default:

* ``control-room``: first with one regency, then with the whole country, the pages of figures as the staff of a regency, of a
  province and of the nation see them: with nothing kept by anybody, as once after a new release (first, without a limit); by a
  process that has just started (new); on a day nobody asked for before (day); after a change of the register (changed); and once
  more (again). Prints the time inside the server (middleware, queries, template; no network), as the clock saw it and as this
  process worked, and the number of queries. No page may need more queries in the country than in one regency.
* ``assessment``: all groups judged from a ledger of ``--evidence`` pieces, compared with the raw ledger (`bench.assessment`).
* ``import``: ``--import`` records recorded twice.
* ``rosters``: a workbook of 84,000 groups taken into a register that has none (`bench.rosters`).
* ``public``: finished pages beside Wagtail and beside plain files, each asked for ``--seconds`` (`bench.public`).
* ``harvest``: ``--feeds`` feeds of a server on this machine, beside sfeed and beside a loop over feedparser (`bench.harvest`).
* ``search``: readers' search over ``--articles`` articles of one regency. ``--answers`` names a file: the first run writes the first ten
  hits of each query there, the next compares its own.

``--keep FOLDER``, with ``--parts assessment`` alone, leaves the database there (on PostgreSQL in the server that DATABASE_URL names),
and the next run uses it as it is.

Ends with 1 when anything takes longer than its limit by the clock, or is not what it should be.
"""

import argparse
import datetime as dt
import gc
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

LIMIT_MS = 300
ROUNDS = 9
PLACES = {"35.07": "regency", "35": "province", "ID": "nation"}
PAGES = ("/kendali/", "/wilayah/{code}/")
CASES = ("first", "new", "day", "changed", "again")


PARTS = ("harvest", "search", "public", "control-room", "assessment", "import", "rosters")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--evidence", type=int, default=50_000_000, metavar="N")
    parser.add_argument("--import", type=int, default=1_000_000, metavar="N", dest="imported")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--feeds", type=int, default=5_000, metavar="N")
    parser.add_argument("--answers", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=int, default=5, metavar="N", help="how long each public page is asked for")
    parser.add_argument("--queries", action="store_true", help="print the queries of each page")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    if options.keep and set(options.parts) != {"assessment"}:
        parser.error("--keep is for --parts assessment alone: other parts change the data")
    with _folder(options.keep) as folder:
        os.environ["KENTONGAN_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("KENTONGAN_DEMO", None)
        os.environ["KENTONGAN_LOG_LEVEL"] = "ERROR"
        import django

        django.setup()
        from django.conf import settings

        settings.FIXED_TODAY = _as_of()
        settings.DATABASES["default"]["TEST"]["NAME"] = _test_name(folder)
        with _database(is_kept=bool(options.keep)):
            missed = list(_measure_all(options))
        for sentence in missed:
            print(f"  missed: {sentence}")
        return 1 if missed else 0


def _folder(kept: Path | None) -> AbstractContextManager[str]:
    if not kept:
        return tempfile.TemporaryDirectory(prefix="kentongan-bench-")
    kept.mkdir(parents=True, exist_ok=True)
    return nullcontext(str(kept))


def _as_of():
    from bench.national import AS_OF

    return AS_OF


def _test_name(folder: str) -> str:
    from django.db import connection

    # A file, as an office has it; Django's own choice would be memory.
    return str(Path(folder) / "bench.sqlite3") if connection.vendor == "sqlite" else "test_kentongan_bench"


@contextmanager
def _database(is_kept: bool) -> Iterator[None]:
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=is_kept)
    call_command("prepare", verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0, keepdb=is_kept)


def _measure_all(options: argparse.Namespace) -> Iterator[str]:
    """Runs the parts asked for, and yields what they missed."""
    from bench import national

    chance = random.Random(35_07)
    print(f"Kentongan on {_database_version()}; Python {platform.python_version()}, {os.cpu_count()} cores")
    if options.keep and _is_filled(options.evidence):
        from bench import assessment

        yield from assessment.measure()
        return
    if "rosters" in options.parts:
        from bench import rosters

        national.places()
        yield from rosters.measure()
        _empty()
    if set(options.parts) == {"rosters"}:
        return
    with _timed("one regency built"):
        national.small(chance)
    _settle()
    if "harvest" in options.parts:
        from bench import harvest

        yield from harvest.measure(Path(os.environ["KENTONGAN_DATA_DIR"]), options.feeds)
    if "search" in options.parts:
        from bench import search

        yield from search.measure(options.articles, options.answers)
    if "public" in options.parts:
        from bench import public

        yield from public.measure(Path(os.environ["KENTONGAN_DATA_DIR"]), options.seconds)
    if set(options.parts) <= {"harvest", "search", "public"}:
        return
    few = {}
    if "control-room" in options.parts:
        _print_set()
        few = {(code, page): _visit(code, page) for code in PLACES for page in PAGES}
    with _timed("whole country built"):
        national.national(chance)
    _settle()
    _print_set()
    if few:
        yield from _control_room(few)
    if "assessment" in options.parts:
        from bench import assessment, ledger

        with _timed(f"ledger of {options.evidence:,} pieces built"):
            ledger.fill(options.evidence)
        _settle()
        yield from assessment.measure()
    if "import" in options.parts:
        from bench import importing

        yield from importing.measure(options.imported)


def _is_filled(pieces: int) -> bool:
    """Whether a kept database is whole; one that is not would be of no use."""
    from kentongan.evidence.models import Evidence
    from kentongan.registry.models import Group

    last = Evidence.objects.order_by("pk").last()
    if Group.objects.exists() and (last is None or last.pk < pieces):
        sys.exit(
            "What was kept is not whole, or has less evidence than asked for. Remove it, or give the same --evidence."
        )
    return last is not None


def _control_room(few: "dict[str, dict[str, Row]]") -> Iterator[str]:
    for code, label in PLACES.items():
        for page in PAGES:
            for case, row in _visit(code, page).items():
                limit = few[code, page][case].queries + _MORE.get((code, case), _MORE.get(case, 0))
                if row.wall > LIMIT_MS and case != "first":
                    yield f"{page.format(code=code)} {label} {case}: {row.wall:.0f} ms, the limit is {LIMIT_MS} ms"
                if row.queries > limit:
                    yield f"{page.format(code=code)} {label} {case}: {row.queries} queries, in a country of one regency it needs {limit}"


@dataclass(frozen=True)
class Row:
    """Milliseconds are medians."""

    wall: float
    worst: float
    cpu: float
    queries: int
    size: int


def _visit(code: str, page: str) -> dict[str, Row]:
    """The page in each case."""
    path = page.format(code=code)
    rows = {case: _measure(code, path, before=_BEFORE[case]) for case in CASES}
    for case, row in rows.items():
        print(
            f"  {path:<15} {PLACES[code]:<8} {case:<7} {row.wall:7.1f} ms (worst {row.worst:6.1f}, cpu {row.cpu:6.1f})  "
            f"{row.queries:3d} queries  {row.size / 1024:5.1f} KiB",
            flush=True,
        )
    return rows


def _first() -> str:
    from django.core.cache import cache

    from kentongan.insights.queries import columns

    columns.forget()
    cache.clear()
    return ""


def _new() -> str:
    """The columns are there, as they are from the first question on."""
    from kentongan.insights.queries import columns

    columns.columns_now()
    columns.forget()
    return ""


def _day() -> str:
    """Any of four thousand days: hardly one comes twice."""
    from bench.national import AS_OF
    from kentongan.insights.queries import columns

    columns.columns_now()
    return f"?per={AS_OF - dt.timedelta(days=_days.randrange(1, 4000))}"


def _changed() -> str:
    from bench.national import change
    from kentongan.insights.queries import columns

    columns.columns_now()
    change()
    return ""


_days = random.Random(2)
# What each case makes ready before a visit; answers what is added to the address.
_BEFORE: dict[str, Callable[[], str]] = {
    "first": _first,
    "new": _new,
    "day": _day,
    "changed": _changed,
    "again": lambda: "",
}
# Who reads a whole nation leaves it for the others. What stands alone on a day, and is read by a query of its own, is chance.
_MORE = {("ID", "first"): 6, "day": 2}


def _measure(code: str, path: str, *, before: Callable[[], str]) -> Row:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.national import person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person(code), backend="kentongan.accounts.backends.PhoneOrEmailBackend")
    response = client.get(path)
    if response.status_code != 200:
        sys.exit(f"{path} answers {response.status_code} to the staff of {code}")
    asked = before()
    # As config/wsgi.py does when everything is loaded.
    gc.freeze()
    with CaptureQueriesContext(connection) as queries:
        client.get(path + asked)
    # Read now: the next request empties the log.
    captured = list(queries.captured_queries)
    if "--queries" in sys.argv:
        for query in captured:
            print(f"    {query['time']} s  {query['sql'][:400]}")
    walls, cpus = [], []
    for _ in range(ROUNDS):
        asked = before()
        wall, cpu = time.perf_counter(), time.process_time()
        client.get(path + asked)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return Row(statistics.median(walls), max(walls), statistics.median(cpus), len(captured), len(response.content))


def _empty() -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    call_command("prepare", verbosity=0)


def _settle() -> None:
    """What a server does by itself within the hour: PostgreSQL counts its rows."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _print_set() -> None:
    from kentongan.accounts.models import Office
    from kentongan.areas.enums import Level
    from kentongan.areas.models import Area
    from kentongan.registry.models import Decree, Group

    print(
        f"data set: {Area.objects.at_level(Level.VILLAGE).count():,} villages, {Group.objects.count():,} groups, "
        f"{Decree.objects.count():,} decrees, {Office.objects.count():,} offices"
    )


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    print(f"{what} in {time.perf_counter() - started:.1f} s")


def _database_version() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"
    connection.ensure_connection()
    return f"PostgreSQL {connection.pg_version // 10000}.{connection.pg_version % 10000}"


if __name__ == "__main__":
    sys.exit(main())
