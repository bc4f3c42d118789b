"""How long the control room takes at national size: ``make bench``.

Builds a database of its own (a test database, gone afterwards) on whatever DATABASE_URL names, first with one regency, then with
the whole country, and asks for the control room as the staff of a regency, of a province and of the nation would. Prints the time
inside the server (middleware, queries, template; no network) and the number of queries. Ends with 1 when a page takes longer than
the limit, or needs more queries in the country than in one regency.
"""

import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIMIT_MS = 300
ROUNDS = 9
PLACES = {"35.07": "kabupaten", "35": "provinsi", "ID": "nasional"}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kentongan-bench-") as folder:
        os.environ["KENTONGAN_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("KENTONGAN_DEMO", None)
        os.environ["KENTONGAN_LOG_LEVEL"] = "ERROR"
        import django

        django.setup()
        from django.conf import settings

        settings.FIXED_TODAY = _as_of()
        settings.DATABASES["default"]["TEST"]["NAME"] = _test_name(folder)
        with _database():
            return _measure_all()


def _as_of():
    from bench.national import AS_OF

    return AS_OF


def _test_name(folder: str) -> str:
    from django.db import connection

    # A file, as an office has it; Django's own choice would be memory.
    return str(Path(folder) / "bench.sqlite3") if connection.vendor == "sqlite" else "test_kentongan_bench"


@contextmanager
def _database() -> Iterator[None]:
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    call_command("prepare", verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measure_all() -> int:
    from bench import national

    chance = random.Random(35_07)
    print(
        f"Kentongan, control room on {_database_version()}; Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    with _timed("one regency built"):
        national.small(chance)
    _settle()
    few = _measure("35.07")
    _print_set()
    _print_row("kabupaten", few)
    with _timed("whole country built"):
        national.national(chance)
    _settle()
    _print_set()
    bad = []
    for code, label in PLACES.items():
        row = _measure(code)
        _print_row(label, row)
        if row["median"] > LIMIT_MS:
            bad.append(f"{label}: {row['median']:.0f} ms, the limit is {LIMIT_MS} ms")
        if row["queries"] > few["queries"]:
            bad.append(f"{label}: {row['queries']} queries, one regency alone needs {few['queries']}")
    for sentence in bad:
        print(f"  too slow: {sentence}")
    return 1 if bad else 0


def _measure(code: str) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.national import person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person(code), backend="kentongan.accounts.backends.PhoneOrEmailBackend")
    response = client.get("/kendali/")
    if response.status_code != 200:
        sys.exit(f"/kendali/ answers {response.status_code} to the staff of {code}")
    with CaptureQueriesContext(connection) as queries:
        client.get("/kendali/")
    # Read now: the next request empties the log.
    captured = list(queries.captured_queries)
    if "--queries" in sys.argv:
        for query in captured:
            print(f"    {query['time']} s  {query['sql'][:400]}")
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get("/kendali/")
        times.append((time.perf_counter() - started) * 1000)
    return {
        "queries": len(captured),
        "median": statistics.median(times),
        "worst": max(times),
        "bytes": len(response.content),
    }


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


def _print_row(label: str, row: dict[str, float]) -> None:
    print(
        f"  /kendali/ {label:<10} {row['median']:7.1f} ms (worst {row['worst']:.1f})  "
        f"{row['queries']:3.0f} queries  {row['bytes'] / 1024:6.1f} KiB"
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
