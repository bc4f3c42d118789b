"""An office's whole list of a nation: a workbook read, planned row by row against the register, and saved with its history."""

import datetime as dt
import io
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import xlsxwriter
from django.utils import timezone

from bench.national import AS_OF, person
from kentongan.accounts.models import Office
from kentongan.areas.enums import Level
from kentongan.areas.models import NATION_CODE, Area
from kentongan.core.normalise import fold
from kentongan.registry.models import Decree, Group
from kentongan.rosters.actions import prepare_roster, upload_roster, write_roster
from kentongan.rosters.enums import RowState
from kentongan.rosters.models import Roster
from kentongan.rosters.queries import count_rows

ROWS = 84_000
LIMIT_S = 60
HEADINGS = ("No", "Nama KIM", "Desa/Kelurahan", "Kecamatan", "Kabupaten/Kota", "Tanggal dibentuk", "No SK", "Tgl SK", "Berlaku s/d")  # fmt: skip


def measure() -> Iterator[str]:
    """Takes the list in, times each step, and yields what is not as it should be."""
    content, office, user = _workbook(), Office.objects.get(pk=NATION_CODE), person(NATION_CODE)
    groups, decrees = Group.objects.count(), Decree.objects.count()
    roster = upload_roster(
        office=office,
        file=io.BytesIO(content),
        file_name="daftar.xlsx",
        purpose=Roster.Purpose.REGISTER,
        by=user,
        now=timezone.now(),
    )
    read = _timed(lambda: prepare_roster(roster=roster))
    roster.refresh_from_db()
    counts = count_rows(roster)
    new = counts[RowState.NEW]
    if new < ROWS * 0.999:
        yield f"of {ROWS:,} new rows {new:,} were planned as new: {dict(counts)}, {roster.failure}"
    Roster.objects.filter(pk=roster.pk).update(state=Roster.State.SAVING, saved_by=user)
    roster.refresh_from_db()
    saved = _timed(lambda: write_roster(roster=roster, now=timezone.now(), is_alone=False))
    print(
        f"  list of {ROWS:,} rows ({len(content) / 2**20:.1f} MiB): {ROWS - new:,} of them need a look; read and planned in {read[0]:.1f} s "
        f"({read[1]:.1f} s of processor), saved in {saved[0]:.1f} s ({saved[1]:.1f} s)",
        flush=True,
    )
    made = (Group.objects.count() - groups, Decree.objects.count() - decrees)
    if made != (new, new):
        yield f"{new:,} groups with their decrees became {made[0]:,} groups and {made[1]:,} decrees"
    if read[0] + saved[0] > LIMIT_S:
        yield f"a list of {ROWS:,} rows took {read[0] + saved[0]:.1f} s, the limit is {LIMIT_S} s"


def _workbook() -> bytes:
    """A group of a new name in each village whose name tells it from its neighbours, and in some a second one."""
    villages = list(
        Area.objects.at_level(Level.VILLAGE).valid_on(AS_OF).select_related("parent__parent").order_by("code")
    )
    named = Counter((fold(village.name), village.parent_id) for village in villages)
    villages = [village for village in villages if named[fold(village.name), village.parent_id] == 1]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Daftar KIM")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(ROWS):
        village = villages[number % len(villages)]
        name = f"KIM Contoh {village.code} {number // len(villages) + 1}"
        formed = AS_OF - dt.timedelta(days=400 + number % 3000)
        starts = AS_OF - dt.timedelta(days=number % 900)
        places = [village.full_name, village.parent.full_name, village.parent.parent.full_name]
        sheet.write_row(number + 1, 0, [number + 1, name, *places])
        sheet.write_datetime(number + 1, 5, dt.datetime.combine(formed, dt.time()))
        sheet.write(number + 1, 6, f"188.45/{number + 1}/CONTOH/{starts.year}")
        sheet.write_datetime(number + 1, 7, dt.datetime.combine(starts, dt.time()))
        sheet.write_datetime(number + 1, 8, dt.datetime.combine(starts + dt.timedelta(days=3 * 365), dt.time()))
    book.close()
    return stream.getvalue()


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    started, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - worked
