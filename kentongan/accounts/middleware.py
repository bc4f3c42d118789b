"""The office's own clock, and where a person is signed in."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kentongan.accounts.queries import office_of


def office_time_zone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show times, and say which day is today, in the time zone of the person's office."""

    def respond(request: HttpRequest) -> HttpResponse:
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
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(_SEEN_KEY, 0) >= SEEN_EVERY:
                request.session[_SEEN_KEY] = now
                UserSession.objects.create_from_request(request)
        return get_response(request)

    return respond
