"""Writing a confirmed roster into the register: all rows or none, each change with its history."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import may
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.models import Group
from kentongan.rosters.actions.ledger import Ledger
from kentongan.rosters.actions.progress import Stopped, Teller, enqueue, many_rows, moved, turn
from kentongan.rosters.actions.reading import note_plan
from kentongan.rosters.actions.remembering import remember_saved
from kentongan.rosters.actions.writing_groups import change_groups, create_groups, things_to_write
from kentongan.rosters.enums import RowState
from kentongan.rosters.meter import drop_meter
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import chunks, columns_of, count_rows, facts_for, written_rows
from kentongan.rosters.rules.facts import PlannedRow
from kentongan.rosters.rules.plan import plan_rows

logger = logging.getLogger(__name__)

# Up to this many rows are written while the person waits.
AT_ONCE = 1000
_TO_SAVE = {RowState.NEW, RowState.CHANGED}


def save_roster(*, roster: Roster, by: Any, now: dt.datetime) -> None:
    """Confirm the roster. A small one is written at once, a large one in the background; a second confirmation is refused."""
    if by is not None and not may(by, Capability.IMPORT, area=roster.office.area):
        raise Refused(_("Impor hanya untuk staf Diskominfo wilayah ini."))
    if roster.state != Roster.State.READY:
        raise Conflict(_("Impor ini sudah disimpan atau sedang dikerjakan. Tidak ada yang disimpan dua kali."))
    counts = count_rows(roster)
    if not counts[RowState.NEW] + counts[RowState.CHANGED]:
        raise Refused(_("Tidak ada baris baru atau berubah, jadi tidak ada yang perlu disimpan."))
    with transaction.atomic():
        turn(roster, Roster.State.SAVING, saved_by=by, done=0, total=sum(counts.values()))
        if sum(counts.values()) > AT_ONCE:
            enqueue("write", roster)
            return
    write_roster(roster=roster, now=now, is_alone=False)


def write_roster(*, roster: Roster, now: dt.datetime, is_alone: bool = True) -> None:
    """Plan the rows against the register as it is now and write them in one transaction. Safe to run twice.

    When anything differs from what was confirmed, nothing is written, the preview is brought up to date, and the
    difference is said: as a ``Conflict``, or in ``roster.failure`` where nobody waits (``is_alone``).
    """
    if roster.state != Roster.State.SAVING:
        return
    try:
        with many_rows():
            _write(roster, now)
    except Stopped:
        logger.info("Saving of import %s was stopped", roster.code)
    except Conflict as error:
        Roster.objects.filter(pk=roster.pk, state=Roster.State.SAVING).update(
            state=Roster.State.READY, failure=str(error) if is_alone else "", moved_at=timezone.now()
        )
        roster.state = Roster.State.READY
        if not is_alone:
            raise
    except Exception:
        sentence = _("Penyimpanan gagal karena kesalahan di sistem kami. Tidak ada yang tersimpan. Coba simpan lagi.")
        Roster.objects.filter(pk=roster.pk, state=Roster.State.SAVING).update(
            state=Roster.State.READY, failure=sentence, moved_at=timezone.now()
        )
        raise
    finally:
        drop_meter(roster.code)


def _write(roster: Roster, now: dt.datetime) -> None:
    moved(roster, 0)
    with transaction.atomic():
        _hold_the_register()
        facts = facts_for(roster.office.area, today())
        if facts.fingerprint == roster.layout.get("facts"):
            # Planning is a function of rows, columns and facts: with the same facts it would come to the same.
            planned, stale = _shown_plans(roster), []
        else:
            rows = written_rows(roster.rows.all())
            planned = plan_rows(rows, columns_of(roster), facts, is_kimid=roster.is_kimid)
            stale = _stale(roster, planned)
        if not stale:
            _save_plans(roster, planned, now)
            return
    _bring_up_to_date(roster, stale)
    sentence = ngettext(
        "Buku induk berubah sejak Anda melihatnya, dan %(n)d baris kini lain. "
        "Tidak ada yang disimpan. Periksa baris itu, lalu simpan lagi.",
        "Buku induk berubah sejak Anda melihatnya, dan %(n)d baris kini lain. "
        "Tidak ada yang disimpan. Periksa baris itu, lalu simpan lagi.",
        len(stale),
    )
    raise Conflict(sentence % {"n": len(stale)})


def _shown_plans(roster: Roster) -> list[PlannedRow]:
    """The plans as they were shown; what is not written needs no values."""
    rows = roster.rows.order_by("number")
    plans = [
        PlannedRow(number, RowState(state))
        for number, state in rows.exclude(state__in=_TO_SAVE).values_list("number", "state")
    ]
    to_save = rows.filter(state__in=_TO_SAVE).values_list(
        "number", "state", "area_code", "group_code", "kim_number", "values", "changes"
    )
    for number, state, *facts in to_save.iterator(chunk_size=5000):
        plans.append(PlannedRow(number, RowState(state), *facts))
    return sorted(plans, key=lambda plan: plan.number)


def _hold_the_register() -> None:
    """On PostgreSQL keep others from adding or changing groups meanwhile; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{Group._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def _stale(roster: Roster, planned: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Rows for which the plan is no longer the one that was shown."""
    shown = {
        number: (state, group, area, changes)
        for number, state, group, area, changes in roster.rows.values_list(
            "number", "state", "group_code", "area_code", "changes"
        ).iterator(chunk_size=5000)
    }
    return [
        plan
        for plan in planned
        if shown.get(plan.number) != (plan.state.value, plan.group_code, plan.area_code, dict(plan.changes))
    ]


def _bring_up_to_date(roster: Roster, stale: Sequence[PlannedRow]) -> None:
    for batch in chunks(stale, 200):
        plans = {plan.number: plan for plan in batch}
        rows = list(roster.rows.filter(number__in=plans))
        for row in rows:
            note_plan(row, plans[row.number])
        fields = ["state", "area_code", "group_code", "kim_number", "values", "changes", "problems"]
        RosterRow.objects.bulk_update(rows, fields)


def _save_plans(roster: Roster, planned: Sequence[PlannedRow], now: dt.datetime) -> None:
    new = [plan for plan in planned if plan.state == RowState.NEW and not roster.is_kimid]
    changed = [plan for plan in planned if plan.state == RowState.CHANGED]
    teller = Teller(roster, sum(map(things_to_write, (*new, *changed))))
    ledger = Ledger(roster, now, teller)
    create_groups(ledger, new)
    change_groups(ledger, changed)
    ledger.write_events()
    remember_saved(roster, now)
    counts = dict.fromkeys(RowState.values, 0)
    for plan in planned:
        counts[plan.state.value] += 1
    result = {"counts": counts}
    done = Roster.objects.filter(pk=roster.pk, state=Roster.State.SAVING).update(
        state=Roster.State.SAVED,
        saved_at=now,
        moved_at=timezone.now(),
        failure="",
        done=len(planned),
        layout=roster.layout | {"result": result, "told": True},
    )
    if not done:
        raise Stopped
    roster.state, roster.saved_at = Roster.State.SAVED, now
