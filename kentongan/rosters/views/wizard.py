"""The way through the import: the page of a roster is the step it stands at, or the job on its way there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.rosters.actions import restart_roster, stop_roster
from kentongan.rosters.models import Roster
from kentongan.rosters.queries import progress_of
from kentongan.rosters.views._common import act, home, roster_or_404
from kentongan.rosters.views.look import preview
from kentongan.rosters.views.save import result

_STUCK_AFTER = 120


@require_GET
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an import, as its state has it: on its way, a question, the preview, or the result."""
    found = roster_or_404(request, code)
    if found.forgotten_at or found.state == Roster.State.SAVED:
        return result(request, found)
    if found.is_busy:
        return _progress(request, found)
    if found.state == Roster.State.MAPPING:
        return redirect("roster_columns", code)
    if found.state in {Roster.State.FAILED, Roster.State.STOPPED}:
        return render(request, "rosters/roster_failed.html", {"roster": found})
    if found.state == Roster.State.CHOOSING:
        return render(request, "rosters/roster_sheets.html", {"roster": found, "sheets": found.layout["sheets"]})
    return preview(request, found)


def _progress(request: HttpRequest, roster: Roster) -> HttpResponse:
    done, total, moved_at = progress_of(roster)
    context = {
        "roster": roster,
        "label": _busy_words(roster),
        "done": done,
        "total": total,
        "is_stuck": (timezone.now() - moved_at).total_seconds() > _STUCK_AFTER,
    }
    return render(request, "rosters/roster_progress.html", context)


def _busy_words(roster: Roster) -> str:
    return {
        Roster.State.READING: _("Membaca berkas"),
        Roster.State.PLANNING: _("Memeriksa setiap baris"),
        Roster.State.SAVING: _("Menyimpan ke buku induk"),
    }[Roster.State(roster.state)]


@require_GET
def roster_progress(request: HttpRequest, code: str) -> JsonResponse:
    """How far the job is, for the progress element."""
    found = roster_or_404(request, code)
    message = _busy_words(found) if found.is_busy else ""
    done, total, _moved_at = progress_of(found)
    if found.is_busy and total:
        share = min(100 * done // total, 100)
        message = _("%(share)d persen") % {"share": share}
    answer = {"done": done, "total": total or None, "message": message}
    if not found.is_busy:
        answer["href"] = reverse("roster", args=[found.code])
    return JsonResponse(answer)


@require_POST
def roster_stop(request: HttpRequest, code: str) -> HttpResponse:
    """Stop the job on its way."""
    found = roster_or_404(request, code)
    act(request, lambda: stop_roster(roster=found), _("Dibatalkan. Buku induk tidak berubah."))
    return home(found)


@require_POST
def roster_restart(request: HttpRequest, code: str) -> HttpResponse:
    """Start a job again whose worker is silent."""
    found = roster_or_404(request, code)
    act(request, lambda: restart_roster(roster=found), _("Dimulai lagi."))
    return home(found)
