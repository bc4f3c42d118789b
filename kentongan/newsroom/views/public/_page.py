"""How a public page is made: from its site's time zone, by a slim context, for keeping."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.core.clock import today
from kentongan.core.context import theme_of
from kentongan.core.finished import kept
from kentongan.newsroom.addresses import path, whole
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.public import open_site_at
from kentongan.newsroom.tags import site_tags

SAVE_DATA = "on"


def site_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the site named in the address for the view; a site with a domain of its own lives there only."""

    @login_not_required
    @require_safe
    @wraps(view)
    def respond(request: HttpRequest, site: str, **parts: Any) -> HttpResponse:
        opened = open_site_at(site)
        if opened is None:
            raise Http404
        if opened.domain and split_domain_port(request.get_host())[0] != opened.domain:
            # With whatever was asked of it: a search in a shared link stays that search.
            return HttpResponsePermanentRedirect(path(opened) + request.get_full_path().removeprefix(f"/{site}/"))
        return in_its_time(opened, lambda: _answer(request, opened, lambda: view(request, opened, **parts)))

    return respond


def in_its_time(site: Site, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer in the time zone of the office above the site."""
    portal = site.portal  # type: ignore[attr-defined]
    with timezone.override(portal.office.time_zone if portal and portal.office else settings.TIME_ZONE):
        return answer()


def _answer(request: HttpRequest, site: Site, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """What the view says; where there is nothing, the site's own page that says so."""
    try:
        return answer()
    except Http404:
        return public_page(request, "newsroom/public/missing.html", site, request.path, status=404)


def public_page(
    request: HttpRequest,
    template: str,
    site: Site,
    address: str,
    context: dict[str, Any] | None = None,
    *,
    tags: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The page as everybody gets it, marked with what makes it stale.

    No context processor runs: they ask who is signed in, and then the page would differ by cookie.
    """
    theme = theme_of(request)
    saves_data = request.headers.get("Save-Data", "").lower() == SAVE_DATA
    page = {
        "site": site,
        "portal": site.portal,  # type: ignore[attr-defined]
        "canonical": whole(address, request),
        "theme": theme,
        "saves_data": saves_data,
        "is_demo": settings.DEMO,
        "today": today(),
        **(context or {}),
    }
    response = HttpResponse(get_template(template).render(page), status=status)
    if status != 200:
        # What is gone today may be shown again tomorrow.
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    return kept(response, *site_tags(site), *tags)
