"""What the pages share: finding what was asked for, leave to do it, and one way to show and save a form."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import areas_with
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.models import Group
from kentongan.registry.queries.group_page import nth
from kentongan.registry.queries.places import ancestors, area_href, areas_visible_to

ROWS_A_PAGE = 50


def allow(refusal: str | None) -> None:
    """403 with the reason, when there is one."""
    if refusal:
        raise PermissionDenied(refusal)


def group_or_404(request: HttpRequest, code: str) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("area__parent__parent")
    return get_object_or_404(groups, code=code)


def village_or_404(request: HttpRequest, code: str) -> Area:
    areas = areas_visible_to(request.user).filter(level=Level.VILLAGE).select_related("parent__parent")
    return get_object_or_404(areas, pk=code)


def nth_or_404(rows: QuerySet, number: int) -> Any:
    row = nth(rows, number)
    if row is None:
        raise Http404
    return row


def page_of(request: HttpRequest, rows: Any, size: int = ROWS_A_PAGE) -> Page:
    """The page of ``?hal=``; one that does not exist is the nearest that does."""
    return Paginator(rows, size).get_page(request.GET.get("hal"))


def crumbs_to(user: Any, area: Area, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The areas above and this one, as links where the person may go, then what follows; the last is the page itself."""
    duties = {duty_area.pk for duty_area in areas_with(user, Capability.SEE_REGISTER)}
    way = [
        (one.full_name, area_href(one) if one == area or duties.intersection(one.ancestor_codes) else "")
        for one in ancestors(area)
    ]
    return crumbs(*way, *more)


def crumbs(*way: tuple[str, str]) -> list[dict[str, str]]:
    last = len(way) - 1
    return [
        {"label": label, "href": href} if href and place != last else {"label": label}
        for place, (label, href) in enumerate(way)
    ]


def group_crumbs(user: Any, group: Group, *more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs_to(user, group.area, (group.name, reverse("group", args=[group.code])), *more)


def layout(form: forms.Form, *parts: tuple[str, str]) -> list[dict[str, Any]]:
    """Bound fields under headings. A part is (heading, "name formed_on,ended_on"): a comma puts fields side by side."""
    return [{"title": title, "rows": [row for row in map(_row(form), names.split()) if row]} for title, names in parts]


def _row(form: forms.Form) -> Callable[[str], list[forms.BoundField]]:
    return lambda names: [form[name] for name in names.split(",") if name in form.fields]


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    title: str,
    save: str,
    back: str,
    crumbs: list[dict[str, str]],
    parts: Iterable[dict[str, Any]] | None = None,
    done: str = "",
    goal: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form, or act on it and go on; whatever is refused comes back on the form with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            result = act()
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done or _("Tersimpan."))
            return redirect(goal(result) if goal else back)
    context = {
        "form": form,
        "title": title,
        "save": save,
        "back": back,
        "crumbs": crumbs,
        "parts": list(parts) if parts else layout(form, ("", " ".join(form.fields))),
        **more,
    }
    return render(request, "registry/form.html", context)


def post_and_return(request: HttpRequest, act: Callable[[], Any], *, back: str, done: str) -> HttpResponse:
    """Do what a single button asks and go back, saying what happened."""
    try:
        act()
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


def is_today(as_of: Any) -> bool:
    """Buttons that write show on today's page only: nobody changes the past by looking at it."""
    return as_of == today()
