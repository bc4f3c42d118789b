"""Targets of the office by year, with their sources side by side where they disagree."""

from itertools import groupby
from typing import Any
from zlib import crc32

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.models import Office
from kentongan.accounts.queries import office_of
from kentongan.core.clock import as_of_from, today
from kentongan.registry.actions import change_target, drop_target, set_target
from kentongan.registry.enums import Measure
from kentongan.registry.forms.groups import ReasonForm
from kentongan.registry.forms.lists import area_asked
from kentongan.registry.forms.villages import TargetForm
from kentongan.registry.models import Target
from kentongan.registry.permissions import set_targets_refusal
from kentongan.registry.queries.places import office_over
from kentongan.registry.views._common import allow, crumbs, form_page, is_today, layout

GET_AND_POST = require_http_methods(["GET", "POST"])


def key_of(target: Target) -> str:
    """The target's address: its year, measure and source, which together are unique."""
    return f"{target.year}-{target.measure}-{crc32(target.source.encode()):08x}"


def _office(request: HttpRequest) -> Office:
    """The office of ``?wilayah=``, else the person's own."""
    area = area_asked(request)
    office = office_over(area) if area else office_of(request.user)
    if office is None:
        raise Http404
    return office


def _target(office: Office, key: str) -> Target:
    year, _dash, _rest = key.partition("-")
    rows = office.targets.filter(year=year) if year.isdigit() else office.targets.none()
    found = next((target for target in rows if key_of(target) == key), None)
    if found is None:
        raise Http404
    found.office = office
    return found


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """What was stated by the day, the latest year first."""
    as_of, office = as_of_from(request), _office(request)
    known = office.targets.filter(stated_on__lte=as_of).order_by("-year", "measure", "stated_on", "pk")
    can_set = is_today(as_of) and set_targets_refusal(request.user, office) is None
    blocks = []
    for (year, measure), rows in groupby(known, key=lambda target: (target.year, target.measure)):
        stated = list(rows)
        for target in stated:
            target.key = key_of(target)
        blocks.append(
            {
                "year": year,
                "measure": Measure(measure).label,
                "is_new": measure == Measure.FORMED_NEW,
                "targets": stated,
                "disagree": len({target.value for target in stated}) > 1,
            }
        )
    context: dict[str, Any] = {
        "as_of": as_of,
        "office": office,
        "blocks": blocks,
        "can_set": can_set,
        "keep": {key: value for key, value in request.GET.items() if key != "per"},
        "disagreeing": sum(block["disagree"] for block in blocks),
        "count": sum(len(block["targets"]) for block in blocks),
    }
    return render(request, "registry/targets.html", context)


@GET_AND_POST
def target_new(request: HttpRequest) -> HttpResponse:
    office = _office(request)
    allow(set_targets_refusal(request.user, office))
    form = TargetForm(request.POST or None, office=office, today=today())
    return _target_page(
        request,
        form,
        lambda: set_target(office=office, by=request.user, **form.cleaned_data),
        title=_("Catat target"),
        save=_("Simpan target"),
        done=_("Target tersimpan."),
    )


@GET_AND_POST
def target_edit(request: HttpRequest, key: str) -> HttpResponse:
    office = _office(request)
    target = _target(office, key)
    allow(set_targets_refusal(request.user, office))
    form = TargetForm(request.POST or None, office=office, today=today(), target=target)
    return _target_page(
        request,
        form,
        lambda: change_target(target=target, by=request.user, **form.cleaned_data),
        title=_("Ubah target"),
        save=_("Simpan perubahan"),
        done=_("Perubahan tersimpan."),
        beside={"label": _("Tarik target ini"), "href": reverse("target_drop", args=[key])},
    )


@GET_AND_POST
def target_drop(request: HttpRequest, key: str) -> HttpResponse:
    office = _office(request)
    target = _target(office, key)
    allow(set_targets_refusal(request.user, office))
    form = ReasonForm(request.POST or None)
    return _target_page(
        request,
        form,
        lambda: drop_target(target=target, reason=form.cleaned_data["reason"], by=request.user),
        title=_("Tarik target %(year)d dari %(source)s") % {"year": target.year, "source": target.source},
        lead=_("Untuk target yang tercatat keliru. Bila hanya sumber lain menyebut angka lain, catat keduanya saja."),
        save=_("Tarik target"),
        done=_("Target ditarik."),
    )


def _target_page(request: HttpRequest, form: forms.Form, act: Any, *, title: str, **more: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        title=title,
        back=reverse("targets"),
        crumbs=crumbs((_("Target"), reverse("targets")), (title, "")),
        parts=layout(form, ("", "measure year,value source source_url stated_on reason")),
        **more,
    )
