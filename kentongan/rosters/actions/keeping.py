"""Stopping a job, starting it again, and removing what was uploaded."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.errors import Conflict
from kentongan.rosters.actions.progress import enqueue, turn
from kentongan.rosters.actions.reading import drop_file
from kentongan.rosters.meter import drop_meter
from kentongan.rosters.models import Roster, RosterRow

KEPT_FOR = dt.timedelta(days=30)


@transaction.atomic
def stop_roster(*, roster: Roster) -> None:
    """Stop the job that is on its way; the register stays as it was."""
    if not roster.is_busy:
        raise Conflict(_("Tidak ada yang sedang berjalan. Periksa lagi keadaannya di bawah."))
    if roster.state == Roster.State.READING:
        turn(roster, Roster.State.STOPPED)
    elif roster.state == Roster.State.SAVING:
        turn(roster, Roster.State.READY)
    else:
        turn(roster, Roster.State.MAPPING)


@transaction.atomic
def restart_roster(*, roster: Roster) -> None:
    """Queue the job of a busy roster once more: its worker may have died. Running twice does no harm."""
    if not roster.is_busy:
        raise Conflict(_("Tidak ada yang perlu dimulai lagi. Periksa lagi keadaannya di bawah."))
    turn(roster, Roster.State(roster.state))
    enqueue("write" if roster.state == Roster.State.SAVING else "prepare", roster)


@transaction.atomic
def forget_roster(*, roster: Roster, now: dt.datetime) -> None:
    """Remove rows and file at once. That a saved roster was saved, when and by whom, stays."""
    if roster.state == Roster.State.SAVING:
        raise Conflict(_("Impor ini sedang disimpan. Tunggu sampai selesai, lalu hapus."))
    drop_file(roster)
    drop_meter(roster.code)
    RosterRow.objects.filter(roster=roster).delete()
    if roster.state == Roster.State.SAVED:
        roster.forgotten_at = now
        roster.layout = roster.layout | {"skipped": []}
        roster.save(update_fields=["forgotten_at", "layout"])
    else:
        roster.delete()


def forget_old_rosters(*, now: dt.datetime) -> int:
    """Remove what was uploaded more than 30 days ago; returns how many rosters."""
    old = Roster.objects.filter(uploaded_at__lt=now - KEPT_FOR, forgotten_at=None).exclude(state=Roster.State.SAVING)
    rosters = list(old)
    for roster in rosters:
        forget_roster(roster=roster, now=now)
    return len(rosters)
