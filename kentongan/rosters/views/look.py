"""The second step of the import: what each row would do, and which column holds what."""

import io
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.core.templatetags.core import number as in_words
from kentongan.rosters.actions import map_columns
from kentongan.rosters.enums import RowState
from kentongan.rosters.forms import ColumnsForm
from kentongan.rosters.mending import mend_file
from kentongan.rosters.models import Roster
from kentongan.rosters.preview import shown_rows, skipped_rows
from kentongan.rosters.queries import alike_problems, columns_of, count_rows, missing_groups
from kentongan.rosters.rules.cells import formula_of, plain
from kentongan.rosters.rules.columns import ColumnMap
from kentongan.rosters.views._common import GET_AND_POST, ROWS_A_PAGE, home, roster_or_404
from kentongan.rosters.views.exports import XLSX
from kentongan.rosters.wording import alike_words

SHOWN = {
    "bermasalah": RowState.PROBLEM,
    "baru": RowState.NEW,
    "berubah": RowState.CHANGED,
    "sama": RowState.SAME,
    "dilewati": RowState.SKIPPED,
}


def preview(request: HttpRequest, roster: Roster) -> HttpResponse:
    counts = count_rows(roster)
    state = SHOWN.get(request.GET.get("tampil", ""))
    rows = roster.rows.all()
    if state:
        rows = rows.filter(state=state).order_by("number")
    else:
        first = Case(When(state=RowState.PROBLEM, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = rows.alias(first=first).order_by("first", "number")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("hal"))
    shown = shown_rows(roster, page.object_list, request.user)
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
        "alike": _alike(roster) if counts[RowState.PROBLEM] >= 3 else [],
        "save_title": _save_words(roster, counts),
        "save_detail": _left_alone(counts),
        "save_label": ngettext("Simpan %(n)s baris", "Simpan %(n)s baris", ready) % {"n": in_words(ready)},
        "mend_label": ngettext(
            "Unduh %(n)s baris untuk diperbaiki", "Unduh %(n)s baris untuk diperbaiki", counts[RowState.PROBLEM]
        )
        % {"n": in_words(counts[RowState.PROBLEM])},
    }
    return render(request, "rosters/roster_preview.html", context)


def _alike(roster: Roster) -> list[dict[str, str]]:
    shown = []
    for kind in alike_problems(roster):
        sentence, label = alike_words(kind["code"], kind["verb"], kind["count"])
        shown.append({"sentence": sentence, "label": label, "value": f"{kind['code']}:{kind['field']}"})
    return shown


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


@GET_AND_POST
def roster_columns(request: HttpRequest, code: str) -> HttpResponse:
    """Which column holds what."""
    found = roster_or_404(request, code)
    if found.state not in {Roster.State.READY, Roster.State.MAPPING}:
        return home(found)
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
            return home(found)
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


@require_GET
def roster_missing(request: HttpRequest, code: str) -> HttpResponse:
    """Groups of the register that the file does not name; they stay as they are."""
    found = roster_or_404(request, code)
    if found.forgotten_at or found.state not in {Roster.State.READY, Roster.State.SAVED}:
        return home(found)
    page = Paginator(missing_groups(found, today()), ROWS_A_PAGE).get_page(request.GET.get("hal"))
    parents = Area.objects.in_bulk({group.area.district_code for group in page})
    for group in page:
        group.district = parents.get(group.area.district_code)
    return render(request, "rosters/roster_missing.html", {"roster": found, "page": page})


@require_GET
def roster_mend(request: HttpRequest, code: str) -> HttpResponseBase:
    """The rows with problems as a file in the original columns, with a column that says what to mend."""
    found = roster_or_404(request, code)
    if found.forgotten_at or found.state not in {Roster.State.READY, Roster.State.SAVED}:
        return home(found)
    stream = io.BytesIO()
    mend_file(found, stream)
    stream.seek(0)
    name = f"perbaiki-{found.code}.xlsx"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "private, no-store"
    return response
