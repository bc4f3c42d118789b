"""Pages of the house itself: the theme, and the gallery of components."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kentongan import __version__
from kentongan.core.context import THEME_COOKIE, THEMES
from kentongan.core.gallery import gallery_context

ONE_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme in a cookie; an empty choice follows the system again."""
    goal = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, require_https=request.is_secure()):
        goal = "/"
    response = redirect(goal)
    chosen = request.POST.get("tema", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: a database that does not answer is no fault of the page, and comes back."""
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    page = get_template("503.html" if away else "500.html").render()
    return HttpResponse(
        page, status=503 if away else 500, headers={"Retry-After": "30", "Cache-Control": "no-store"} if away else None
    )


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, whose data it holds, why it visits other sites, where its sources and its code come from."""
    context = {"version": __version__, "source_url": settings.SOURCE_URL, "contact": settings.HARVEST_CONTACT}
    return render(request, "core/about.html", context)


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where the data are invented or the code is being worked on."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    context = gallery_context()
    if request.GET.get("tema") in THEMES:
        context["theme"] = request.GET["tema"]
    template = "core/gallery_public.html" if request.GET.get("dasar") == "publik" else "core/gallery.html"
    return render(request, template, context)
