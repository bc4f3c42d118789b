"""Addresses readers see: a site's own paths, whole addresses, and the words no site may be called."""

import re
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLResolver, get_resolver

from kentongan.newsroom.models import Article, Site

# First parts that web servers, browsers or later rooms answer themselves.
KEPT_WORDS = {"admin", "api", "foto", "halaman", "kiriman", "static", "statis", "unduh", "www"}
_FILE = re.compile(r"\.(?:xml|json|txt|ics)$")


def path(site: Site, *parts: str) -> str:
    """ "/kayutangan/kabar/x/"; for a site with a domain of its own "https://domain/kabar/x/"."""
    tail = "/".join(parts)
    if tail and not _FILE.search(tail):
        tail += "/"
    return f"{_scheme()}://{site.domain}/{tail}" if site.domain else f"/{site.slug}/{tail}"


def canonical(site: Site, *parts: str, request: HttpRequest | None = None) -> str:
    """The whole address of ``path``: what search engines, feeds and people who share get."""
    return whole(path(site, *parts), request)


def article_path(article: Article) -> str:
    """Where readers find an article: on its own group's site. Reads ``group.site``; select it with the article."""
    return path(article.group.site, article.kind, article.slug)


def article_canonical(article: Article, request: HttpRequest | None = None) -> str:
    return whole(article_path(article), request)


def whole(address: str, request: HttpRequest | None = None) -> str:
    """An address with scheme and host, from a path of this installation."""
    return address if "://" in address else origin(request) + address


def origin(request: HttpRequest | None = None) -> str:
    """Scheme and host readers know this installation by."""
    if settings.ORIGIN:
        return settings.ORIGIN
    if request is not None:
        return f"{request.scheme}://{request.get_host()}"
    host = next((name for name in settings.ALLOWED_HOSTS if name not in settings.LOOPBACK), "localhost")
    return f"{_scheme()}://{host.removeprefix('*').removeprefix('.') or 'localhost'}"


def _scheme() -> str:
    if settings.ORIGIN:
        return settings.ORIGIN.partition("://")[0]
    return "https" if settings.SESSION_COOKIE_SECURE else "http"


@cache
def reserved() -> frozenset[str]:
    """First parts of our own addresses: a site of that name would never be reached."""
    return frozenset(KEPT_WORDS | set(_first_parts(get_resolver())))


def _first_parts(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        first = re.match(r"\^?([a-z0-9-]+)", str(pattern.pattern))
        if first:
            found.add(first[1])
        elif isinstance(pattern, URLResolver):
            found |= _first_parts(pattern)
    return found
