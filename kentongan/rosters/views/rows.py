"""Decisions about rows, one by one or all of a kind."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kentongan.core.errors import Conflict, Refused
from kentongan.registry.models import Group
from kentongan.rosters.actions import decide_row
from kentongan.rosters.actions.deciding import decide_alike
from kentongan.rosters.enums import Field, RowState
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.preview import shown_rows, written
from kentongan.rosters.queries import columns_of
from kentongan.rosters.views._common import GET_AND_POST, home, roster_or_404


@GET_AND_POST
def roster_row(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One row beside its twin and its group; each cell can be typed anew. Buttons of the preview post here."""
    found = roster_or_404(request, code)
    if found.state != Roster.State.READY:
        return home(found)
    row = get_object_or_404(RosterRow, roster=found, number=number)
    if request.method == "POST":
        try:
            choices, remember = _asked(request, row, found)
            decide_row(roster=found, number=number, choices=choices, remember=remember, by=request.user)
        except (Conflict, Refused) as refusal:
            messages.error(request, str(refusal))
            return redirect("roster_row", code, number) if "sel" in request.POST else _back(request, found, number)
        row.refresh_from_db()
        word = RowState(row.state).label
        if row.problems:
            messages.warning(request, _("Baris %(number)d masih perlu dilihat.") % {"number": number})
        else:
            messages.success(request, _("Baris %(number)d kini: %(word)s.") % {"number": number, "word": word})
        return _back(request, found, number if "kembali" in request.POST else _next_to_look_at(found, row))
    return _row_page(request, found, row)


def _next_to_look_at(roster: Roster, row: RosterRow) -> int:
    """A mended row leaves the top of the list for its place far below; the eye goes on to the next one there."""
    if row.problems:
        return row.number
    waiting = roster.rows.filter(state=RowState.PROBLEM, number__gt=row.number).order_by("number")
    return waiting.values_list("number", flat=True).first() or row.number


def _back(request: HttpRequest, roster: Roster, number: int) -> HttpResponse:
    """To the preview as it was looked at; only its own filters come along."""
    asked = request.POST.get("lihat", "")
    kept = [part for part in asked.split("&") if part.startswith(("tampil=", "hal="))]
    return home(roster, "&".join(kept), number)


def _asked(request: HttpRequest, row: RosterRow, roster: Roster) -> tuple[dict[str, str], bool]:
    """The choices that a button, a small form or the row's own page stands for."""
    if "kembali" in request.POST:
        return {}, False
    if usul := request.POST.get("usul", ""):
        code, at, place = [*usul.split(":"), "", "", ""][:3]
        problem = next((one for one in row.problems if one["code"] == code and one["field"] == at), None)
        if problem is None or place not in map(str, range(len(problem["proposals"]))):
            raise Conflict(_("Baris ini baru saja berubah. Periksa lagi usulnya."))
        proposal = problem["proposals"][int(place)]
        return proposal["choices"], proposal["verb"] == "use_and_remember"
    columns = {at: column for column, at in columns_of(roster).items()}
    typed = {
        name: request.POST[name].strip()
        for name in Field.values
        if name in request.POST and request.POST[name].strip() != written(row, Field(name), columns)
    }
    if not typed:
        raise Refused(_("Tidak ada sel yang diganti."))
    return typed, False


def _row_page(request: HttpRequest, roster: Roster, row: RosterRow) -> HttpResponse:
    twin_number = next((problem["words"]["twin"] for problem in row.problems if "twin" in problem["words"]), 0)
    twin = roster.rows.filter(number=twin_number).first() if twin_number else None
    group = Group.objects.within(roster.office.area).filter(code=row.group_code).first() if row.group_code else None
    fields = columns_of(roster)
    columns = {at: column for column, at in fields.items()}
    lines = []
    for at in fields.values():
        mine = written(row, at, columns)
        theirs = written(twin, at, columns) if twin else ""
        lines.append(
            {
                "name": at.value,
                "label": at.label,
                "mine": mine,
                "theirs": theirs,
                "differs": bool(twin) and mine != theirs,
                "known": row.changes.get(at.value, [row.values.get(at.value, "")])[0] if group else "",
                "is_wrong": any(problem["field"] == at.value for problem in row.problems),
                "is_phone": at in {Field.PHONE, Field.CHAIR_PHONE},
            }
        )
    [shown] = shown_rows(roster, [row], request.user)
    context = {"roster": roster, "row": shown, "twin": twin, "group": group, "lines": lines}
    return render(request, "rosters/roster_row.html", context)


@require_POST
def roster_alike(request: HttpRequest, code: str) -> HttpResponse:
    """Take the first proposal for every row with the same kind of problem."""
    found = roster_or_404(request, code)
    trouble, _colon, at = request.POST.get("masalah", "").partition(":")
    try:
        count = decide_alike(roster=found, trouble=trouble, field=at, by=request.user)
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            ngettext("Usul dipakai untuk %(n)d baris.", "Usul dipakai untuk %(n)d baris.", count) % {"n": count},
        )
    return home(found)
