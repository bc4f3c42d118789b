"""A million records, recorded twice: the second time nothing is new."""

import datetime as dt
import itertools
import sys
import time
from collections.abc import Iterator

from bench.ledger import FIRST
from kentongan.evidence.actions import NewEvidence, record_many
from kentongan.evidence.models import Evidence
from kentongan.registry.models import Group

KINDS = ("rapat", "berita", "unggahan", "umkm")


def measure(records: int) -> Iterator[str]:
    """Records them, times both, and yields what is not as it should be."""
    before = Evidence.objects.count()
    groups = list(Group.objects.filter(formed_on__lte=FIRST, ended_on=None).order_by("pk").values_list("pk", flat=True))
    for time_of, new in (("first", records), ("second", 0)):
        started, worked = time.perf_counter(), time.process_time()
        found = record_many(entries=_entries(groups, records), progress=_progress)
        print(file=sys.stderr)
        print(
            f"  {records:,} records, {time_of} time: {found.new:,} new, {found.known:,} known, "
            f"{time.perf_counter() - started:.1f} s ({time.process_time() - worked:.1f} s of processor)",
            flush=True,
        )
        if found.new != new:
            yield f"recording {records:,} the {time_of} time made {found.new:,} new"
    if Evidence.objects.count() - before != records:
        yield f"{records:,} records recorded twice left {Evidence.objects.count() - before:,}"


def _entries(groups: list[int], records: int) -> Iterator[NewEvidence]:
    """As a list of activities comes in: group after group, a few days each."""
    each = -(-records // len(groups))
    numbers = ((group, nth) for group in groups for nth in range(each))
    for number, (group, nth) in enumerate(itertools.islice(numbers, records)):
        day = FIRST + dt.timedelta(days=nth * 29 % 700)
        yield NewEvidence(group, KINDS[number % 4], day, key=f"bench-impor:{number}", title=f"Baris {number}")


def _progress(done: int) -> None:
    print(f"\r  {done:,} records", end="", file=sys.stderr, flush=True)
