"""The import wizard: upload, look, save."""

import io
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.queries import office_of
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.core.templatetags.core import number as in_words
from kentongan.registry.models import Group
from kentongan.rosters.actions import (
    choose_sheet,
    decide_row,
    forget_roster,
    map_columns,
    restart_roster,
    save_roster,
    stop_roster,
    upload_roster,
)
from kentongan.rosters.actions.deciding import decide_alike
from kentongan.rosters.enums import Field, RowState
from kentongan.rosters.forms import ColumnsForm, UploadForm
from kentongan.rosters.mending import mend_file
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.permissions import import_refusal
from kentongan.rosters.preview import shown_rows, skipped_rows, written
from kentongan.rosters.queries import alike_problems, columns_of, count_rows, missing_groups
from kentongan.rosters.rules.cells import formula_of, plain
from kentongan.rosters.rules.columns import ColumnMap
from kentongan.rosters.views.exports import XLSX

GET_AND_POST = require_http_methods(["GET", "POST"])
ROWS_A_PAGE = 50
SHOWN = {
    "bermasalah": RowState.PROBLEM,
    "baru": RowState.NEW,
    "berubah": RowState.CHANGED,
    "sama": RowState.SAME,
    "dilewati": RowState.SKIPPED,
}
_STUCK_AFTER = 120


def _roster_or_404(request: HttpRequest, code: str) -> Roster:
    rosters = Roster.objects.visible_to(request.user).select_related("office__area", "uploaded_by", "saved_by")
    return get_object_or_404(rosters, code=code)


def _home(roster: Roster, query: str = "", row: int = 0) -> HttpResponse:
    address = reverse("roster", args=[roster.code])
    return redirect(f"{address}{'?' + query if query else ''}{f'#baris-{row}' if row else ''}")


def _act(request: HttpRequest, act: Any, done: str = "") -> None:
    """Do what a button asks and say how it went."""
    try:
        act()
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)


# --- 1. Upload --------------------------------------------------------------------------------------------


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
            now=timezone.now(),
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


# --- 2. Look ----------------------------------------------------------------------------------------------


@require_GET
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an import, as its state has it: on its way, a question, the preview, or the result."""
    found = _roster_or_404(request, code)
    if found.forgotten_at or found.state == Roster.State.SAVED:
        return _result(request, found)
    if found.is_busy:
        return _progress(request, found)
    if found.state == Roster.State.MAPPING:
        return redirect("roster_columns", code)
    if found.state in {Roster.State.FAILED, Roster.State.STOPPED}:
        return render(request, "rosters/roster_failed.html", {"roster": found})
    if found.state == Roster.State.CHOOSING:
        return render(request, "rosters/roster_sheets.html", {"roster": found, "sheets": found.layout["sheets"]})
    return _preview(request, found)


def _progress(request: HttpRequest, roster: Roster) -> HttpResponse:
    context = {
        "roster": roster,
        "label": _busy_words(roster),
        "is_stuck": (timezone.now() - roster.moved_at).total_seconds() > _STUCK_AFTER,
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
    found = _roster_or_404(request, code)
    message = _busy_words(found) if found.is_busy else ""
    if found.is_busy and found.total:
        share = min(100 * found.done // found.total, 100)
        message = _("%(share)d persen") % {"share": share}
    answer = {"done": found.done, "total": found.total or None, "message": message}
    if not found.is_busy:
        answer["href"] = reverse("roster", args=[found.code])
    return JsonResponse(answer)


def _preview(request: HttpRequest, roster: Roster) -> HttpResponse:
    counts = count_rows(roster)
    state = SHOWN.get(request.GET.get("tampil", ""))
    rows = roster.rows.all()
    if state:
        rows = rows.filter(state=state).order_by("number")
    else:
        first = Case(When(state=RowState.PROBLEM, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = rows.alias(first=first).order_by("first", "number")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("hal"))
    shown = shown_rows(roster, page.object_list)
    problems = [row for row in shown if row.problems]
    fields = columns_of(roster)
    headings = roster.layout.get("headings", [])
    columns = ColumnMap(fields, tuple(headings))
    ready = counts[RowState.NEW] + counts[RowState.CHANGED]
    query = request.GET.urlencode()
    context = {
        "roster": roster,
        "counts": counts,
        "total": sum(counts.values()),
        "ready": ready,
        "chips": _chips(roster, counts, state),
        "page": page,
        "problems": problems,
        "rows": [row for row in shown if not row.problems],
        "skipped": skipped_rows(roster) if page.number == 1 and state in {None, RowState.SKIPPED} else [],
        "rest": page.paginator.count - len(shown) if page.number == 1 else 0,
        "next_href": "?" + urlencode({**request.GET.dict(), "hal": 2}),
        "query": query,
        "columns": [(headings[column], at.label) for column, at in fields.items()],
        "named_columns": sum(bool(name) for name in headings),
        "unused": [name for name in columns.unused if name not in roster.layout.get("private", [])],
        "missing": missing_groups(roster, today()).count(),
        "alike": alike_problems(roster) if counts[RowState.PROBLEM] > 3 else [],
        "save_title": _save_words(roster, counts),
        "save_detail": _left_alone(counts),
        "save_label": ngettext("Simpan %(n)s baris", "Simpan %(n)s baris", ready) % {"n": in_words(ready)},
        "mend_label": ngettext(
            "Unduh %(n)s baris untuk diperbaiki", "Unduh %(n)s baris untuk diperbaiki", counts[RowState.PROBLEM]
        )
        % {"n": in_words(counts[RowState.PROBLEM])},
    }
    return render(request, "rosters/roster_preview.html", context)


def _chips(roster: Roster, counts: dict[str, int], state: RowState | None) -> list[dict[str, Any]]:
    words = {
        "bermasalah": (_("Hanya di KIM.ID") if roster.is_kimid else _("Bermasalah"), "bad"),
        "baru": (_("Baru"), "ok"),
        "berubah": (_("Berbeda") if roster.is_kimid else _("Berubah"), "neutral"),
        "sama": (_("Sama"), "off"),
        "dilewati": (_("Dilewati"), "off"),
    }
    here = reverse("roster", args=[roster.code])
    chips = [{"label": _("Semua"), "count": sum(counts.values()), "href": here, "current": state is None}]
    for name, (label, kind) in words.items():
        count = counts[SHOWN[name]]
        if count or name in {"bermasalah", "berubah", "sama"} or (name == "baru" and not roster.is_kimid):
            chips.append(
                {
                    "label": label,
                    "count": count,
                    "href": f"{here}?tampil={name}",
                    "current": state == SHOWN[name],
                    "kind": kind,
                }
            )
    return chips


def _save_words(roster: Roster, counts: dict[str, int]) -> str:
    new, changed = counts[RowState.NEW], counts[RowState.CHANGED]
    if roster.is_kimid:
        words = ngettext(
            "Yang disimpan: nomor dan alamat situs %(n)s KIM.",
            "Yang disimpan: nomor dan alamat situs %(n)s KIM.",
            changed,
        )
        return words % {"n": in_words(changed)} if changed else _("Tidak ada yang perlu disimpan.")
    parts = []
    if new:
        parts.append(ngettext("%(n)s KIM baru", "%(n)s KIM baru", new) % {"n": in_words(new)})
    if changed:
        parts.append(ngettext("%(n)s perubahan", "%(n)s perubahan", changed) % {"n": in_words(changed)})
    return (
        _("Yang disimpan: %(what)s.") % {"what": _(" dan ").join(parts)}
        if parts
        else _("Tidak ada yang perlu disimpan.")
    )


def _left_alone(counts: dict[str, int]) -> str:
    same = counts[RowState.SAME]
    once = _("Disimpan sekaligus, atau tidak sama sekali.")
    if not same:
        return once
    words = ngettext("%(n)s baris sama tidak disentuh.", "%(n)s baris sama tidak disentuh.", same)
    return f"{words % {'n': in_words(same)}} {once}"


@require_POST
def roster_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the sheet that is the list."""
    found = _roster_or_404(request, code)
    _act(request, lambda: choose_sheet(roster=found, sheet=request.POST.get("lembar", "")))
    return _home(found)


@GET_AND_POST
def roster_columns(request: HttpRequest, code: str) -> HttpResponse:
    """Which column holds what."""
    found = _roster_or_404(request, code)
    if found.state not in {Roster.State.READY, Roster.State.MAPPING}:
        return _home(found)
    private = found.layout.get("private", [])
    columns = {column: at.value for column, at in columns_of(found).items()}
    headings = found.layout.get("headings", [])
    form = ColumnsForm(request.POST or None, headings=headings, columns=columns, private=private)
    if request.method == "POST" and form.is_valid():
        try:
            map_columns(roster=found, columns=form.columns())
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _home(found)
    samples = list(found.rows.order_by("number").values_list("cells", flat=True)[:3])
    named = [(field, [_sample(cells, int(field.name.removeprefix("kolom-"))) for cells in samples]) for field in form]
    context = {
        "roster": found,
        "form": form,
        "columns": named,
        "private": private,
        "missing": ColumnMap(columns_of(found), tuple(headings)).missing,
    }
    return render(request, "rosters/roster_columns.html", context)


def _sample(cells: list[Any], column: int) -> str:
    cell = cells[column] if column < len(cells) else ""
    return (formula_of(cell) or plain(cell))[:40]


# Rows ---------------------------------------------------------------------------------------------------


@GET_AND_POST
def roster_row(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One row beside its twin and its group; each cell can be typed anew. Buttons of the preview post here."""
    found = _roster_or_404(request, code)
    if found.state != Roster.State.READY:
        return _home(found)
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
    return _home(roster, "&".join(kept), number)


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
    [shown] = shown_rows(roster, [row])
    context = {"roster": roster, "row": shown, "twin": twin, "group": group, "lines": lines}
    return render(request, "rosters/roster_row.html", context)


@require_POST
def roster_alike(request: HttpRequest, code: str) -> HttpResponse:
    """Take the first proposal for every row with the same kind of problem."""
    found = _roster_or_404(request, code)
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
    return _home(found)


@require_GET
def roster_missing(request: HttpRequest, code: str) -> HttpResponse:
    """Groups of the register that the file does not name; they stay as they are."""
    found = _roster_or_404(request, code)
    if found.forgotten_at or found.state not in {Roster.State.READY, Roster.State.SAVED}:
        return _home(found)
    page = Paginator(missing_groups(found, today()), ROWS_A_PAGE).get_page(request.GET.get("hal"))
    parents = Area.objects.in_bulk({group.area.district_code for group in page})
    for group in page:
        group.district = parents.get(group.area.district_code)
    return render(request, "rosters/roster_missing.html", {"roster": found, "page": page})


@require_GET
def roster_mend(request: HttpRequest, code: str) -> HttpResponseBase:
    """The rows with problems as a file in the original columns, with a column that says what to mend."""
    found = _roster_or_404(request, code)
    if found.forgotten_at or found.state not in {Roster.State.READY, Roster.State.SAVED}:
        return _home(found)
    stream = io.BytesIO()
    mend_file(found, stream)
    stream.seek(0)
    name = f"perbaiki-{found.code}.xlsx"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "private, no-store"
    return response


# --- 3. Save ----------------------------------------------------------------------------------------------


@require_POST
def roster_save(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm: write everything, or nothing."""
    found = _roster_or_404(request, code)
    _act(request, lambda: save_roster(roster=found, by=request.user, now=timezone.now()))
    return _home(found)


def _result(request: HttpRequest, roster: Roster) -> HttpResponse:
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


@require_POST
def roster_stop(request: HttpRequest, code: str) -> HttpResponse:
    """Stop the job on its way."""
    found = _roster_or_404(request, code)
    _act(request, lambda: stop_roster(roster=found), _("Dibatalkan. Buku induk tidak berubah."))
    return _home(found)


@require_POST
def roster_restart(request: HttpRequest, code: str) -> HttpResponse:
    """Start a job again whose worker is silent."""
    found = _roster_or_404(request, code)
    _act(request, lambda: restart_roster(roster=found), _("Dimulai lagi."))
    return _home(found)


@GET_AND_POST
def roster_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Remove the rows of an import at once, after asking."""
    found = _roster_or_404(request, code)
    if request.method == "POST":
        try:
            forget_roster(roster=found, now=timezone.now())
        except Conflict as conflict:
            messages.error(request, str(conflict))
            return _home(found)
        messages.success(request, _("Isi impor “%(name)s” sudah dihapus.") % {"name": found.file_name})
        return redirect("roster_list")
    return render(request, "rosters/roster_delete.html", {"roster": found, "rows": found.rows.count()})
