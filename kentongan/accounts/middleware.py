"""The office's own clock, and where a person is signed in."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kentongan.accounts.queries import office_of


class SignInUnlessPublic(LoginRequiredMiddleware):
    """Sign-in for every page that does not opt out. Unlike Django's own, never asks who reads a public page."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: tuple, view_kwargs: dict) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def _may_be_somebody(request: HttpRequest) -> bool:
    """Without the session's cookie nobody is signed in; looking further would make every public page vary by cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def office_time_zone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show times, and say which day is today, in the time zone of the person's office."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not _may_be_somebody(request):
            return get_response(request)
        office = office_of(request.user)
        if office is None:
            return get_response(request)
        with timezone.override(office.time_zone):
            return get_response(request)

    return respond


# allauth's own middleware writes a row with every page; knowing it to ten minutes is enough.
SEEN_EVERY = 600
_SEEN_KEY = "seen_at"


def session_activity(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Note, at most every ten minutes, that a session is in use, from which browser and address."""

    def respond(request: HttpRequest) -> HttpResponse:
        if _may_be_somebody(request) and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(_SEEN_KEY, 0) >= SEEN_EVERY:
                request.session[_SEEN_KEY] = now
                UserSession.objects.create_from_request(request)
        return get_response(request)

    return respond
