"""Sites with a host of their own: their pages begin at "/" there, and everything else leads to the installation's own host."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from kentongan.core.finished.journal import generation
from kentongan.newsroom.addresses import origin
from kentongan.newsroom.models import Site

# Answered alike under every host.
_COMMON = ("/static/", "/foto/", "/robots.txt")

# The domains, and the shelf of finished pages with its generation they were read at: whatever changes a site moves it on.
_known: tuple[tuple[Path, int], dict[str, str]] | None = None


def sites_on_their_own_hosts(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a site's own host in, and look its pages up where they are under the installation's host."""

    def respond(request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
        name = split_domain_port(host)[0].lower()
        slug = None if name in settings.MAIN_HOSTS else _domains().get(name)
        if slug is None:
            return get_response(request)
        if not validate_host(name, settings.ALLOWED_HOSTS):
            # Known to us, so admitted like one of our own names.
            request.get_host = lambda: host  # type: ignore[method-assign]
        if request.path_info.startswith(_COMMON):
            return get_response(request)
        inside = f"/{slug}{request.path_info}"
        if _is_the_sites(inside):
            request.path_info = inside
            return get_response(request)
        if request.path_info.startswith(f"/{slug}/"):
            return HttpResponsePermanentRedirect(request.get_full_path().removeprefix(f"/{slug}"))
        return HttpResponseRedirect(origin() + request.get_full_path())

    return respond


def _is_the_sites(path: str) -> bool:
    """Whether a site has a page there, or would have it with a slash at the end."""
    for each in (path, f"{path}/"):
        try:
            match = resolve(each)
        except Resolver404:
            continue
        if "site" in match.kwargs:
            return True
    return False


def _domains() -> dict[str, str]:
    global _known
    try:
        now = generation()
    except (OSError, sqlite3.Error):
        now = -1
    seen = (settings.PUBLIC_ROOT, now)
    if now == -1 or _known is None or _known[0] != seen:
        sites = Site.objects.exclude(domain="").values_list("domain", "slug")
        _known = (seen, {domain.lower(): slug for domain, slug in sites})
    return _known[1]
