"""The first step of the import: a file, and which of its sheets."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kentongan.accounts.queries import office_of
from kentongan.core import clock
from kentongan.rosters.actions import choose_sheet, upload_roster
from kentongan.rosters.forms import UploadForm
from kentongan.rosters.models import Roster
from kentongan.rosters.permissions import import_refusal
from kentongan.rosters.views._common import GET_AND_POST, act, home, roster_or_404


@GET_AND_POST
def roster_list(request: HttpRequest) -> HttpResponse:
    """Earlier imports of the office, and the form for a new one."""
    office = office_of(request.user)
    refusal = import_refusal(request.user, office)
    if refusal or office is None:
        raise PermissionDenied(refusal)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        roster = upload_roster(
            office=office,
            file=file,
            file_name=file.name,
            purpose=form.cleaned_data["purpose"],
            by=request.user,
            now=clock.now(),
        )
        return redirect("roster", roster.code)
    rosters = Roster.objects.visible_to(request.user).filter(office=office).select_related("uploaded_by", "saved_by")
    page = Paginator(rosters, 20).get_page(request.GET.get("hal"))
    for roster in page:
        roster.tag_kind = _TAG_OF_STATE.get(roster.state, "neutral")
        roster.counts = roster.layout.get("result", {}).get("counts", {})
    return render(request, "rosters/roster_list.html", {"form": form, "page": page, "office": office})


_TAG_OF_STATE: dict[str, str] = {
    Roster.State.SAVED: "ok",
    Roster.State.READY: "warn",
    Roster.State.MAPPING: "warn",
    Roster.State.CHOOSING: "warn",
    Roster.State.FAILED: "bad",
    Roster.State.STOPPED: "off",
}


@require_POST
def roster_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the sheet that is the list."""
    found = roster_or_404(request, code)
    act(request, lambda: choose_sheet(roster=found, sheet=request.POST.get("lembar", "")))
    return home(found)
