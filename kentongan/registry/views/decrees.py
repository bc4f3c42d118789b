"""Decrees: the list by deadline, writing them, and handing out their scans."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import has_anywhere
from kentongan.accounts.queries import home_duty_area
from kentongan.core.clock import as_of_from
from kentongan.core.uploads import hand_out
from kentongan.registry.actions import add_decree, change_decree
from kentongan.registry.forms.groups import DecreeForm
from kentongan.registry.forms.lists import decree_filters
from kentongan.registry.models import Decree
from kentongan.registry.permissions import add_decree_refusal, scan_refusal
from kentongan.registry.queries.groups import decree_counts, groups_listed, groups_of
from kentongan.registry.views._common import (
    allow,
    form_page,
    group_crumbs,
    group_or_404,
    is_today,
    layout,
    nth_or_404,
    page_of,
)
from kentongan.registry.views.groups import add_decree_tags, decree_chips

_PARTS = "number signer_kind,signer_name signed_on,starts_on,ends_on"


@require_GET
def decrees(request: HttpRequest) -> HttpResponse:
    """Groups by the last day of their decree, the most pressing first."""
    as_of = as_of_from(request)
    filters = decree_filters(request)
    counts = decree_counts(groups_of(request.user, filters.without_decree(), as_of), as_of)
    page = page_of(request, groups_listed(groups_of(request.user, filters, as_of), as_of, by_deadline=True))
    add_decree_tags(page, as_of)
    for group in page:
        group.can_decree = is_today(as_of) and add_decree_refusal(request.user, group) is None
        group.days = (group.decree_ends_on - as_of).days if group.decree_ends_on else None
        group.days_over = -group.days if group.days is not None and group.days < 0 else None
    context = {
        "as_of": as_of,
        "filters": filters,
        "counts": counts,
        "page": page,
        "chips": decree_chips(request, filters, counts, "keadaan"),
        "area": filters.area or home_duty_area(request.user),
        "may_export": has_anywhere(request.user, Capability.EXPORT),
        "query": request.GET.urlencode(),
        "keep": {key: value for key, value in request.GET.items() if key not in {"per", "hal"}},
    }
    return render(request, "registry/decrees.html", context)


@require_http_methods(["GET", "POST"])
def decree_new(request: HttpRequest, code: str) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    allow(add_decree_refusal(user, found))
    form = DecreeForm(request.POST or None, request.FILES or None, group=found)

    def act() -> Decree:
        return add_decree(group=found, by=user, scan=form.cleaned_data["scan"], **form.values)

    return _decree_page(
        request, form, act, found, title=_("Catat SK %(name)s") % {"name": found.name}, save=_("Simpan SK")
    )


@require_http_methods(["GET", "POST"])
def decree_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    decree = nth_or_404(found.decrees, number)
    allow(add_decree_refusal(user, found))
    decree.group = found
    form = DecreeForm(request.POST or None, request.FILES or None, group=found, decree=decree)

    def act() -> Decree:
        values = form.cleaned_data
        return change_decree(
            decree=decree, by=user, scan=values["scan"], drop_scan=values.get("drop_scan", False), **form.values
        )

    return _decree_page(
        request, form, act, found, title=_("Ubah SK %(number)s") % {"number": decree.number}, save=_("Simpan perubahan")
    )


def _decree_page(request: HttpRequest, form: DecreeForm, act: Any, found: Any, **words: str) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        back=reverse("group", args=[found.code]),
        crumbs=group_crumbs(request.user, found, (words["title"], "")),
        parts=layout(form, (_("Isi SK"), _PARTS), (_("Berkas"), "scan drop_scan")),
        done=_("SK tersimpan."),
        multipart=True,
        **words,
    )


@require_GET
def decree_scan(request: HttpRequest, code: str, number: int) -> FileResponse:
    """The scan itself: a picture is shown, a PDF is downloaded; neither may run anything here."""
    found = group_or_404(request, code)
    decree = nth_or_404(found.decrees, number)
    if refusal := scan_refusal(request.user, found):
        raise PermissionDenied(refusal)
    return hand_out(decree.scan, decree.scan_type, f"SK-{found.code}-{number}")
