"""Obstacles and remarks of villages and groups, and the office's own list of obstacles."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.models import Office
from kentongan.accounts.queries import office_of
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.templatetags.core import long_date
from kentongan.registry.actions import (
    add_note,
    add_obstacle_kind,
    change_obstacle_kind,
    note_obstacle,
    reopen_obstacle,
    resolve_obstacle,
)
from kentongan.registry.actions.obstacles import default_kind_names
from kentongan.registry.forms.villages import NoteForm, ObstacleForm, ObstacleKindForm, ResolveForm
from kentongan.registry.models import Group, Obstacle
from kentongan.registry.permissions import follow_case_refusal, manage_obstacle_kinds_refusal, note_obstacle_refusal
from kentongan.registry.queries.places import office_over
from kentongan.registry.views._common import (
    allow,
    crumbs_to,
    form_page,
    group_crumbs,
    group_or_404,
    layout,
    nth_or_404,
    post_and_return,
    village_or_404,
)
from kentongan.registry.views._words import beginning

GET_AND_POST = require_http_methods(["GET", "POST"])


def obstacle_rows(obstacles: list[Obstacle], place: str, key: str, *, writes: bool) -> list[dict[str, Any]]:
    """Rows of components/work_list.html; ``place`` is "village" or "group", ``key`` its code."""
    return [_obstacle_row(obstacle, place, key, writes) for obstacle in obstacles]


def _obstacle_row(obstacle: Obstacle, place: str, key: str, writes: bool) -> dict[str, Any]:
    noted = _("Dicatat %(day)s.") % {"day": long_date(obstacle.noted_on)}
    row = {
        "title": obstacle.kind.name,
        "tag_kind": "warn",
        "tag": _("Terbuka"),
        "detail": " ".join(filter(None, (noted, obstacle.detail))),
    }
    if not obstacle.is_open:
        resolved = _("Sejak %(day)s.") % {"day": long_date(obstacle.resolved_on)}
        row |= {
            "tag_kind": "ok",
            "tag": _("Teratasi"),
            "detail": " ".join(filter(None, (resolved, obstacle.resolution))),
        }
    elif writes:
        row |= {"action": _("Catat teratasi"), "href": reverse(f"{place}_obstacle", args=[key, obstacle.nth])}
    return row


def obstacles_title(obstacles: list[Obstacle]) -> str:
    count = sum(obstacle.is_open for obstacle in obstacles)
    if not obstacles:
        return pgettext("daftar", "Kendala")
    if count == 0:
        return _("Semua kendala teratasi")
    if count == 1:
        return _("Satu hal masih menghalangi")
    return _("%(count)s hal masih menghalangi") % {"count": beginning(count)}


class _Where:
    """The village or the group that an obstacle or remark is about."""

    def __init__(self, user: Any, area: Area, group: Group | None, name: str) -> None:
        self.user, self.area, self.group = user, area, group
        self.key = group.code if group else area.pk
        self.back = reverse(name, args=[self.key])
        self.obstacles = Obstacle.objects.filter(group=group) if group else Obstacle.objects.filter(area=area)

    def crumbs(self, title: str) -> list[dict[str, str]]:
        if self.group:
            return group_crumbs(self.user, self.group, (title, ""))
        return crumbs_to(self.user, self.area, (title, ""))


def _village(request: HttpRequest, code: str) -> _Where:
    return _Where(request.user, village_or_404(request, code), None, "village")


def _group(request: HttpRequest, code: str) -> _Where:
    group = group_or_404(request, code)
    return _Where(request.user, group.area, group, "group")


def _office(area: Area) -> Office:
    office = office_over(area)
    if office is None:
        raise PermissionDenied(_("Wilayah ini belum punya kantor, jadi belum punya daftar kendala."))
    return office


def _note_obstacle(request: HttpRequest, where: _Where) -> HttpResponse:
    allow(note_obstacle_refusal(request.user, where.area, where.group))
    office = _office(where.area)
    form = ObstacleForm(request.POST or None, today=today(), office=office)

    def act() -> Obstacle:
        values = form.cleaned_data
        return note_obstacle(
            area=where.area,
            group=where.group,
            office=office,
            kind_name=values["kind"],
            on=values["on"],
            detail=values["detail"],
            by=request.user,
        )

    can_manage = manage_obstacle_kinds_refusal(request.user, office) is None
    return form_page(
        request,
        form,
        act,
        title=_("Catat kendala"),
        save=_("Simpan kendala"),
        back=where.back,
        crumbs=where.crumbs(_("Catat kendala")),
        parts=layout(form, ("", "kind,on detail")),
        done=_("Kendala tersimpan."),
        beside={"label": _("Atur daftar kendala"), "href": reverse("obstacle_kinds")} if can_manage else None,
    )


def _obstacle(request: HttpRequest, where: _Where, number: int) -> HttpResponse:
    """Resolve an open obstacle, or open one again that was resolved."""
    obstacle = nth_or_404(where.obstacles.select_related("kind", "area", "group"), number)
    allow(note_obstacle_refusal(request.user, where.area, where.group))
    if obstacle.resolved_on is not None:
        if request.method == "POST":
            return post_and_return(
                request,
                lambda: reopen_obstacle(obstacle=obstacle, by=request.user),
                back=where.back,
                done=_("Kendala dibuka lagi."),
            )
        return redirect(where.back)
    form = ResolveForm(request.POST or None, today=today(), obstacle=obstacle)
    return form_page(
        request,
        form,
        lambda: resolve_obstacle(
            obstacle=obstacle, on=form.cleaned_data["on"], resolution=form.cleaned_data["resolution"], by=request.user
        ),
        title=_("Catat kendala teratasi"),
        lead=obstacle.kind.name,
        save=_("Simpan"),
        back=where.back,
        crumbs=where.crumbs(_("Kendala teratasi")),
        done=_("Kendala tercatat teratasi."),
    )


def _note(request: HttpRequest, where: _Where) -> HttpResponse:
    allow(follow_case_refusal(request.user, where.area))
    form = NoteForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: add_note(area=where.area, group=where.group, text=form.cleaned_data["text"], by=request.user),
        title=_("Tambah catatan"),
        save=_("Simpan catatan"),
        back=where.back,
        crumbs=where.crumbs(_("Tambah catatan")),
        done=_("Catatan tersimpan."),
    )


@GET_AND_POST
def village_obstacle_new(request: HttpRequest, code: str) -> HttpResponse:
    return _note_obstacle(request, _village(request, code))


@GET_AND_POST
def group_obstacle_new(request: HttpRequest, code: str) -> HttpResponse:
    return _note_obstacle(request, _group(request, code))


@GET_AND_POST
def village_obstacle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _obstacle(request, _village(request, code), number)


@GET_AND_POST
def group_obstacle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _obstacle(request, _group(request, code), number)


@GET_AND_POST
def village_note(request: HttpRequest, code: str) -> HttpResponse:
    return _note(request, _village(request, code))


@GET_AND_POST
def group_note(request: HttpRequest, code: str) -> HttpResponse:
    return _note(request, _group(request, code))


# The office's list ----------------------------------------------------------------------------------------------------


def _own_office(request: HttpRequest) -> Office:
    office = office_of(request.user)
    refusal = manage_obstacle_kinds_refusal(request.user, office)
    if office is None or refusal:
        raise PermissionDenied(refusal)
    return office


@GET_AND_POST
def obstacle_kinds(request: HttpRequest) -> HttpResponse:
    """The names the office offers; the page adds one."""
    office = _own_office(request)
    form = ObstacleKindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        return post_and_return(
            request,
            lambda: add_obstacle_kind(office=office, name=name, by=request.user),
            back=reverse("obstacle_kinds"),
            done=_("“%(name)s” masuk daftar.") % {"name": name},
        )
    kinds = list(office.obstacle_kinds.all())
    rows = [(kind.name, kind.is_offered) for kind in kinds] or [(name, True) for name in default_kind_names()]
    context = {"office": office, "form": form, "rows": rows, "offered": sum(is_offered for _name, is_offered in rows)}
    return render(request, "registry/obstacle_kinds.html", context)


@require_POST
def obstacle_kind_change(request: HttpRequest) -> HttpResponse:
    """Rename an entry, or stop or resume offering it."""
    office = _own_office(request)
    offered = request.POST.get("tawarkan")
    form = ObstacleKindForm({"name": request.POST.get("nama_baru", "")})
    new_name = form.cleaned_data["name"] if form.is_valid() else None
    return post_and_return(
        request,
        lambda: change_obstacle_kind(
            office=office,
            name=request.POST.get("nama", ""),
            new_name=new_name,
            is_offered={"ya": True, "tidak": False}.get(offered or ""),
            by=request.user,
        ),
        back=reverse("obstacle_kinds"),
        done=_("Daftar kendala diubah."),
    )
