"""What the steps of the wizard share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kentongan.core.errors import Conflict, Refused
from kentongan.rosters.models import Roster

GET_AND_POST = require_http_methods(["GET", "POST"])
ROWS_A_PAGE = 50


def roster_or_404(request: HttpRequest, code: str) -> Roster:
    rosters = Roster.objects.visible_to(request.user).select_related("office__area", "uploaded_by", "saved_by")
    return get_object_or_404(rosters, code=code)


def home(roster: Roster, query: str = "", row: int = 0) -> HttpResponse:
    address = reverse("roster", args=[roster.code])
    return redirect(f"{address}{'?' + query if query else ''}{f'#baris-{row}' if row else ''}")


def act(request: HttpRequest, act: Any, done: str = "") -> None:
    """Do what a button asks and say how it went."""
    try:
        act()
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
