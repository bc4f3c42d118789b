"""Keeps what views marked as finished, when it is the same for everyone."""

import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from kentongan.core.context import THEME_COOKIE
from kentongan.core.finished.answer import CACHE_CONTROL, VARY, accepted_encodings, etag
from kentongan.core.finished.journal import catch_up, own_shelf
from kentongan.core.finished.layout import ENCODINGS, Place, place
from kentongan.core.middleware import POLICY

logger = logging.getLogger(__name__)

# Whoever sends one of these may get a page of their own.
OWN_COOKIES = (
    settings.LANGUAGE_COOKIE_NAME,
    THEME_COOKIE,
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    CookieStorage.cookie_name,
)


def keep_finished_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost of all: sees the answer as it leaves, and notes the generation before anything is read."""

    def respond(request: HttpRequest) -> HttpResponse:
        where = place_of(request)
        if where is None:
            return _for_one(get_response(request))
        try:
            since = own_shelf().generation()
        except (OSError, sqlite3.Error):
            logger.exception("The shelf of finished pages cannot be read")
            return _for_one(get_response(request))
        response = _for_one(get_response(request))
        tags = getattr(response, "kept_tags", None)
        if tags and (problem := _unfit(response, where)):
            logger.info("%s is not kept: %s", request.path, problem)
        elif tags:
            try:
                if own_shelf().keep(where, response.content, tags, since=since, catch_up=catch_up):
                    _as_kept(response, request, where)
            except (OSError, sqlite3.Error, DatabaseError):
                logger.exception("%s could not be kept", request.path)
        return response

    return respond


def place_of(request: HttpRequest) -> Place | None:
    """Where the answer may be kept; None for a request that is nobody else's."""
    if request.method != "GET" or request.META.get("QUERY_STRING"):
        return None
    if any(name in request.COOKIES for name in OWN_COOKIES):
        return None
    host = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
    if not settings.ORIGIN and not _has_our_port(host, request):
        return None
    return place(
        host,
        request.path,
        light=request.headers.get("Save-Data", "").lower() == "on",
        main=settings.MAIN_HOSTS,
    )


def _has_our_port(host: str, request: HttpRequest) -> bool:
    """Whether whole addresses made of the host that was asked for lead here: anyone may ask for another port, which would be kept for all."""
    return ":" not in host.rpartition("]")[2] or host.endswith(f":{request.META.get('SERVER_PORT', '')}")


def _for_one(response: HttpResponse) -> HttpResponse:
    """A public page in the asker's own look or for the asker's own words: no cache on the way gives it to others."""
    if getattr(response, "kept_tags", None):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _as_kept(response: HttpResponse, request: HttpRequest, where: Place) -> None:
    """Give the first who asks what all others get."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = VARY
    file = settings.PUBLIC_ROOT / str(where)
    for encoding in accepted_encodings(request.headers.get("Accept-Encoding", "")):
        copy = file.with_name(file.name + ENCODINGS.get(encoding, ""))
        # It may be gone again already, and then this answer goes out as it is.
        with contextlib.suppress(OSError), copy.open("rb") as opened:
            response.content = opened.read()
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["ETag"] = etag(os.fstat(opened.fileno()))
            if encoding in ENCODINGS:
                response.headers["Content-Encoding"] = encoding
            return


def _unfit(response: HttpResponse, where: Place) -> str:
    """Why an answer must not be given to others, or nothing."""
    if response.status_code != 200 or response.streaming:
        return f"status {response.status_code}"
    if response.cookies:
        return "it sets a cookie"
    if response.headers["Content-Type"].partition(";")[0] != where.type.partition(";")[0]:
        return f"{response.headers['Content-Type']} is not {where.type}"
    if response.headers.get("Content-Security-Policy", POLICY) != POLICY:
        return "a policy of its own"
    return ""
