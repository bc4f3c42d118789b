"""A village's way to a KIM: it sets out, takes its steps, and arrives or gives up."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.registry.actions import close_case, form_group, note_step, start_case, undo_step
from kentongan.registry.enums import Precision, Step
from kentongan.registry.forms.groups import FormationForm, ReasonForm
from kentongan.registry.forms.villages import CloseCaseForm, StartCaseForm, StepForm
from kentongan.registry.models import FormationCase, Group
from kentongan.registry.permissions import create_group_refusal, follow_case_refusal
from kentongan.registry.views._common import allow, crumbs_to, form_page, layout, village_or_404

GET_AND_POST = require_http_methods(["GET", "POST"])


def _village_page(request: HttpRequest, area: Area, form: Any, act: Any, *, title: str, **more: Any) -> HttpResponse:
    crumbs = crumbs_to(request.user, area, (title, ""))
    return form_page(request, form, act, title=title, back=reverse("village", args=[area.pk]), crumbs=crumbs, **more)


def _with_case(request: HttpRequest, code: str) -> tuple[Area, FormationCase | None]:
    """The village and its open attempt; who may not follow it is told so."""
    area = village_or_404(request, code)
    allow(follow_case_refusal(request.user, area))
    case = FormationCase.objects.filter(area=area, closed_on=None).prefetch_related("steps").first()
    if case is not None:
        case.area = area
    return area, case


def _on_its_way(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about an open attempt; where there is none, the village's own page says what to do."""

    @GET_AND_POST
    @wraps(view)
    def found(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
        area, case = _with_case(request, code)
        return redirect("village", code) if case is None else view(request, area, case, **more)

    return found


@GET_AND_POST
def case_start(request: HttpRequest, code: str) -> HttpResponse:
    """The village sets out."""
    area, case = _with_case(request, code)
    if case is not None:
        return redirect("village", code)
    form = StartCaseForm(request.POST or None, today=today())
    return _village_page(
        request,
        area,
        form,
        lambda: start_case(area=area, on=form.cleaned_data["on"], by=request.user),
        title=_("Mulai pembentukan KIM %(name)s") % {"name": area.full_name},
        lead=_("Setelah ini setiap langkah dicatat satu per satu: tanggalnya dan satu keterangan."),
        save=_("Mulai pembentukan"),
        done=_("Pembentukan dimulai. Catat langkah pertamanya."),
    )


@_on_its_way
def step_new(request: HttpRequest, area: Area, case: FormationCase) -> HttpResponse:
    """A step was done; the next one missing is proposed."""
    done = {step.step for step in case.steps.all()}
    missing = [step for step in Step if step not in done]
    if not missing:
        return redirect("case_form", area.pk)
    form = StepForm(request.POST or None, today=today(), missing=missing)

    def act() -> Any:
        values = form.cleaned_data
        return note_step(case=case, step=values["step"], on=values["on"], fact=values["fact"], by=request.user)

    return _village_page(
        request,
        area,
        form,
        act,
        title=_("Catat langkah %(name)s") % {"name": area.full_name},
        save=_("Simpan langkah"),
        parts=layout(form, ("", "step,on fact")),
        done=_("Langkah tersimpan."),
    )


@_on_its_way
def step_undo(request: HttpRequest, area: Area, case: FormationCase, step: str) -> HttpResponse:
    """Take back a step that was noted by mistake."""
    if step not in Step.values:
        return redirect("village", area.pk)
    form = ReasonForm(request.POST or None)
    return _village_page(
        request,
        area,
        form,
        lambda: undo_step(case=case, step=step, reason=form.cleaned_data["reason"], by=request.user),
        title=_("Batalkan langkah %(step)s") % {"step": Step(step).label.lower()},
        lead=_(
            "Langkah ini hilang dari tangga; riwayat tetap menyimpannya. Setelah itu dapat dicatat lagi dengan tanggal yang benar."
        ),
        save=_("Batalkan langkah"),
        done=_("Langkah dibatalkan."),
    )


@_on_its_way
def case_close(request: HttpRequest, area: Area, case: FormationCase) -> HttpResponse:
    """The way is given up for now."""
    form = CloseCaseForm(request.POST or None, today=today(), opened_on=case.opened_on)
    return _village_page(
        request,
        area,
        form,
        lambda: close_case(case=case, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=request.user),
        title=_("Hentikan pembentukan KIM %(name)s") % {"name": area.full_name},
        lead=_("Langkah yang sudah dicatat tetap tersimpan. Pembentukan dapat dimulai lagi kapan saja."),
        save=_("Hentikan pembentukan"),
        done=_("Pembentukan dihentikan."),
    )


@_on_its_way
def case_form(request: HttpRequest, area: Area, case: FormationCase) -> HttpResponse:
    """The SK is issued: the group, its decree and the end of the way in one form."""
    allow(create_group_refusal(request.user, area))
    initial = {"name": f"KIM {area.name}", "formed_precision": Precision.DAY, "signer_kind": "village"}
    form = FormationForm(request.POST or None, request.FILES or None, today=today(), initial=initial)

    def act() -> Group:
        return form_group(
            case=case, group=form.group_values, decree=form.values, scan=form.cleaned_data["scan"], by=request.user
        )

    return _village_page(
        request,
        area,
        form,
        act,
        title=_("Bentuk KIM %(name)s") % {"name": area.full_name},
        lead=_("SK sudah terbit: catat KIM dan SK-nya sekaligus. Pembentukan selesai dengan itu."),
        save=_("Simpan KIM dan SK"),
        parts=layout(
            form,
            (_("KIM"), "name formed_on formed_precision formed_not_before kim_number contact_name,contact_phone"),
            (_("SK"), "number signer_kind,signer_name signed_on,starts_on,ends_on scan"),
        ),
        done=_("KIM terbentuk. Lengkapi pengurus dan kanalnya."),
        goal=lambda made: reverse("group", args=[made.code]),
        multipart=True,
    )
