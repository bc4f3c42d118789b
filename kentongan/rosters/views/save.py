"""The third step of the import: everything or nothing, and what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kentongan.core import clock
from kentongan.core.clock import today
from kentongan.core.errors import Conflict
from kentongan.rosters.actions import forget_roster, save_roster
from kentongan.rosters.enums import RowState
from kentongan.rosters.models import Roster
from kentongan.rosters.queries import missing_groups
from kentongan.rosters.views._common import GET_AND_POST, act, home, roster_or_404


@require_POST
def roster_save(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm: write everything, or nothing."""
    found = roster_or_404(request, code)
    act(request, lambda: save_roster(roster=found, by=request.user, now=clock.now()))
    return home(found)


def result(request: HttpRequest, roster: Roster) -> HttpResponse:
    counts = dict.fromkeys(RowState.values, 0) | roster.layout.get("result", {}).get("counts", {})
    saved = counts[RowState.NEW] + counts[RowState.CHANGED]
    context = {
        "roster": roster,
        "counts": counts,
        "saved": saved,
        "left": counts[RowState.PROBLEM],
        "missing": 0 if roster.forgotten_at else missing_groups(roster, today()).count(),
    }
    return render(request, "rosters/roster_saved.html", context)


@GET_AND_POST
def roster_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Remove the rows of an import at once, after asking."""
    found = roster_or_404(request, code)
    if request.method == "POST":
        try:
            forget_roster(roster=found, now=clock.now())
        except Conflict as conflict:
            messages.error(request, str(conflict))
            return home(found)
        messages.success(request, _("Isi impor “%(name)s” sudah dihapus.") % {"name": found.file_name})
        return redirect("roster_list")
    return render(request, "rosters/roster_delete.html", {"roster": found, "rows": found.rows.count()})
