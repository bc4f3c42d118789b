"""The office's lists: by month, opened, reviewed row by row, signed, corrected, taken away."""

import tempfile
from collections.abc import Callable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.models import Office
from kentongan.accounts.queries import office_of
from kentongan.assessment import listings
from kentongan.assessment.actions.determinations import (
    drop_determination,
    open_determination,
    override_row,
    refresh_determination,
    sign_determination,
)
from kentongan.assessment.forms.determinations import CorrectForm, DecisionForm, OpenForm, SignForm
from kentongan.assessment.models import Determination, DeterminationRow
from kentongan.assessment.permissions import list_export_refusal, prepare_refusal, sees_lists, sign_refusal
from kentongan.assessment.queries.determinations import (
    content_of,
    is_intact,
    last_signer,
    summary,
    versions_for,
)
from kentongan.assessment.rules.determination import digest_of, previous_month_end
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.forms.lists import text_asked
from kentongan.registry.views._common import allow, crumbs, form_page, layout, page_of, post_and_return

GET_AND_POST = require_http_methods(["GET", "POST"])
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LISTS_A_PAGE = 60
# Rows worth a second look, by the word in the address.
NARROWED: dict[str, Callable[[Any], Any]] = {
    "berubah": lambda rows: rows.changed(),
    "diubah": lambda rows: rows.overridden(),
    "tenggang": lambda rows: rows.held(),
}


def _office(request: HttpRequest) -> Office:
    """The person's own office; those of single groups have no lists to read."""
    office = office_of(request.user)
    if office is None or not sees_lists(request.user):
        raise Http404
    return office


def _determination(request: HttpRequest, office: str, number: int) -> Determination:
    lists = Determination.objects.visible_to(request.user).select_related(
        "office__area", "version__instrument", "corrects", "previous", "signed_by"
    )
    return get_object_or_404(lists, office=office, number=number)


def _open_one(request: HttpRequest, office: str, number: int) -> Determination:
    """A list that is not signed; of a signed one there is nothing to change."""
    determination = _determination(request, office, number)
    if determination.is_signed:
        raise Http404
    return determination


def _path(determination: Determination) -> str:
    return reverse("determination", args=[determination.office_id, determination.number])


@require_GET
def determinations(request: HttpRequest) -> HttpResponse:
    """Lists by month, the latest first."""
    office = _office(request)
    lists = (
        Determination.objects.visible_to(request.user)
        .select_related("office", "corrects")
        .prefetch_related("corrections")
        .order_by("-as_of", "office", "-number")
    )
    page = page_of(request, lists, LISTS_A_PAGE)
    for one in page:
        one.later = max(one.corrections.all(), key=lambda later: later.number, default=None)
    months = [
        {"month": month, "lists": list(rows)} for month, rows in groupby(page, key=lambda one: one.as_of.replace(day=1))
    ]
    context = {
        "office": office,
        "page": page,
        "months": months,
        "waiting": lists.filter(signed_at=None).first(),
        "last": lists.exclude(signed_at=None).first(),
        "can_open": prepare_refusal(request.user, office) is None,
        "month_end": previous_month_end(today()),
        "several": len({one.office_id for one in page}) > 1,
    }
    return render(request, "assessment/determinations.html", context)


@GET_AND_POST
def determination_open(request: HttpRequest) -> HttpResponse:
    office = _office(request)
    allow(prepare_refusal(request.user, office))
    versions = versions_for(office, today())
    title = _("Susun penetapan")
    form = OpenForm(
        request.POST or None, versions=versions, today=today(), initial={"as_of": previous_month_end(today())}
    )

    def act() -> Determination:
        as_of, code = form.cleaned_data["as_of"], form.cleaned_data["instrument"]
        version = next((one for one in versions_for(office, as_of) if one.instrument.code == code), None)
        if version is None:
            raise Refused(_("Instrumen ini belum berlaku pada hari itu. Pilih hari yang lebih baru."))
        return open_determination(office=office, version=version, as_of=as_of, by=request.user)

    if not versions:
        return render(request, "assessment/determination_none.html", {"title": title, "crumbs": _crumbs((title, ""))})
    return form_page(
        request,
        form,
        act,
        title=title,
        lead=_(
            "Daftar memuat semua KIM yang ada pada hari itu, dengan tingkat menurut buktinya. Anda memeriksanya dulu."
        ),
        save=_("Buka daftar"),
        back=reverse("determinations"),
        crumbs=_crumbs((title, "")),
        parts=layout(form, ("", "as_of instrument")),
        done=_("Daftar terbuka. Periksa, lalu tandatangani."),
        goal=_path,
    )


@require_GET
def determination(request: HttpRequest, office: str, number: int) -> HttpResponse:
    """One list: its numbers, its rows, and what may be done with it."""
    found = _determination(request, office, number)
    all_rows = found.rows.visible_to(request.user)
    numbers = summary(found, all_rows)
    wanted, text = request.GET.get("saring", ""), text_asked(request)
    rows = _narrowed(found, all_rows, wanted)
    if text:
        rows = rows.filter(group_name__icontains=text) | rows.filter(place__icontains=text)
    writes = prepare_refusal(request.user, found.office) is None
    context = {
        "determination": found,
        "numbers": numbers,
        "whole": numbers.groups == found.rows.count(),
        "page": page_of(request, rows.select_related("overridden_by")),
        "chips": _chips(request, found, all_rows, numbers, wanted),
        "text": text,
        "wanted": wanted,
        "overridden": all_rows.overridden().count(),
        "intact": is_intact(found) if found.is_signed else None,
        "correction": found.corrections.order_by("number").last(),
        "can_write": writes and not found.is_signed,
        "can_sign": not found.is_signed and sign_refusal(request.user, found.office) is None,
        "can_correct": writes and found.is_signed,
        "can_export": list_export_refusal(request.user) is None,
        "crumbs": _crumbs((_title(found), "")),
    }
    return render(request, "assessment/determination.html", context)


@GET_AND_POST
def determination_row(request: HttpRequest, office: str, number: int, code: str) -> HttpResponse:
    """Give one group another tier, with a reason."""
    found = _open_one(request, office, number)
    allow(prepare_refusal(request.user, found.office))
    row = get_object_or_404(found.rows.visible_to(request.user), group_code=code)
    form = DecisionForm(request.POST or None, row=row, tiers=found.tiers)
    title = _("Ubah dengan alasan: %(name)s") % {"name": row.group_name}
    return form_page(
        request,
        form,
        lambda: override_row(
            determination=found,
            group_code=code,
            given=form.cleaned_data["given"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        title=title,
        lead=_evidence_words(row),
        save=_("Simpan keputusan"),
        back=_path(found),
        crumbs=_crumbs((_title(found), _path(found)), (title, "")),
        done=_("Keputusan tersimpan."),
    )


@GET_AND_POST
def determination_sign(request: HttpRequest, office: str, number: int) -> HttpResponse:
    """Say in words what will be fixed, and fix it."""
    found = _determination(request, office, number)
    allow(sign_refusal(request.user, found.office))
    if found.is_signed:
        # In another tab, or by somebody else a moment ago.
        messages.info(request, _("Penetapan ini sudah ditandatangani dan tidak berubah lagi."))
        return redirect(_path(found))
    initial = {"place": found.office.area.name, "signed_on": today(), **last_signer(found.office)}
    seen = digest_of(content_of(found))
    form = SignForm(request.POST or None, determination=found, today=today(), initial={**initial, "seen": seen})
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "checked"}
        try:
            sign_determination(determination=found, by=request.user, **values)
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
            # What is shown now is what the next try signs.
            form.data = {**form.data.dict(), "seen": seen}
        else:
            messages.success(request, _("Penetapan ditandatangani. Daftar ini tidak berubah lagi."))
            return redirect(_path(found))
    title = _("Tanda tangani")
    context = {
        "determination": found,
        "form": form,
        "numbers": summary(found, found.rows.all()),
        "overridden": found.rows.overridden().select_related("overridden_by"),
        "crumbs": _crumbs((_title(found), _path(found)), (title, "")),
        "back": _path(found),
    }
    return render(request, "assessment/determination_sign.html", context)


@GET_AND_POST
def determination_correct(request: HttpRequest, office: str, number: int) -> HttpResponse:
    """Open a new list in the place of a signed one."""
    found = _determination(request, office, number)
    if not found.is_signed:
        raise Http404
    allow(prepare_refusal(request.user, found.office))
    form = CorrectForm(request.POST or None)
    title = _("Betulkan %(list)s") % {"list": _title(found).lower()}
    return form_page(
        request,
        form,
        lambda: open_determination(
            office=found.office,
            version=found.version,
            as_of=found.as_of,
            corrects=found,
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        title=title,
        lead=_(
            "Yang lama tetap apa adanya dan menunjuk ke yang baru. Keputusan yang sudah diberi alasan ikut terbawa."
        ),
        save=_("Buka penetapan pembetulan"),
        back=_path(found),
        crumbs=_crumbs((_title(found), _path(found)), (title, "")),
        done=_("Penetapan pembetulan terbuka. Periksa, lalu tandatangani."),
        goal=_path,
    )


@require_POST
def determination_refresh(request: HttpRequest, office: str, number: int) -> HttpResponse:
    found = _open_one(request, office, number)
    allow(prepare_refusal(request.user, found.office))
    return post_and_return(
        request,
        lambda: refresh_determination(determination=found, by=request.user),
        back=_path(found),
        done=_("Bukti sudah dibaca ulang. Keputusan dengan alasan tetap."),
    )


@require_POST
def determination_drop(request: HttpRequest, office: str, number: int) -> HttpResponse:
    found = _open_one(request, office, number)
    allow(prepare_refusal(request.user, found.office))
    return post_and_return(
        request,
        lambda: drop_determination(determination=found, by=request.user),
        back=reverse("determinations"),
        done=_("Daftar yang belum ditandatangani itu dibuang."),
    )


@require_GET
def determination_export(request: HttpRequest, office: str, number: int, form: str) -> HttpResponseBase:
    """The list as it is printed, or as a table; only the rows of where the person serves."""
    found = _determination(request, office, number)
    allow(list_export_refusal(request.user))
    rows = found.rows.visible_to(request.user).select_related("overridden_by")
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with override(settings.LANGUAGE_CODE):
        (listings.write_pdf if form == "pdf" else listings.write_xlsx)(found, rows, stream, is_demo=settings.DEMO)
    stream.seek(0)
    name = f"{listings.file_name(found)}.{form}"
    answer = FileResponse(stream, as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


# --- What they share ------------------------------------------------------------------------------------------


def _crumbs(*way: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((_("Penetapan"), reverse("determinations")), *way)


def _title(found: Determination) -> str:
    return _("Penetapan nomor %(number)d") % {"number": found.number}


def _narrowed(found: Determination, rows: QuerySet[DeterminationRow], wanted: str) -> QuerySet[DeterminationRow]:
    if narrow := NARROWED.get(wanted):
        return narrow(rows)
    places = {str(place): name for place, name in enumerate(found.tiers, 1)}
    if wanted in places:
        return rows.filter(given=places[wanted])
    return rows.filter(given="") if wanted == "tanpa" else rows


def _chips(request: HttpRequest, found: Determination, rows: Any, numbers: Any, wanted: str) -> list[dict[str, Any]]:
    """All, then each tier, then what deserves a second look."""
    keep = {"q": request.GET["q"]} if request.GET.get("q") else {}
    counts = {count.name: count.now for count in numbers.tiers}
    items = [("", _("Semua"), numbers.groups, "")]
    items += [(str(place), name, counts.get(name, 0), "neutral") for place, name in enumerate(found.tiers, 1)]
    if counts.get(""):
        items.append(("tanpa", _("Tanpa tingkat"), counts[""], "off"))
    if numbers.has_before:
        items.append(("berubah", _("Berubah"), rows.changed().count(), "warn"))
    items.append(("diubah", _("Diubah dengan alasan"), rows.overridden().count(), "warn"))
    items.append(("tenggang", _("Masa tenggang"), rows.held().count(), "warn"))
    return [
        {
            "label": label,
            "count": count,
            "kind": kind,
            "current": wanted == key,
            "href": "?" + urlencode({**keep, **({"saring": key} if key else {})}),
        }
        for key, label, count, kind in items
    ]


def _evidence_words(row: DeterminationRow) -> str:
    facts = "; ".join(f"{reading['name']} ({reading['value']})" for reading in row.readings)
    tier = row.found or _("tanpa tingkat")
    return _("Menurut bukti: %(tier)s. %(facts)s.") % {"tier": tier, "facts": facts}
