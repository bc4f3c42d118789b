"""The office's own clock: WIB, WITA or WIT."""

from collections.abc import Callable

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
