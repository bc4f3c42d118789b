"""What the pages share: the area and day asked for, and links that keep both."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.insights.permissions import own_area, own_groups, sees_area, sees_figures

View = Callable[..., HttpResponse]
# PostgreSQL takes offence at some of what an address may hold, so nothing else is looked up.
CODE = re.compile(r"ID|[0-9.]{2,13}")


def figures_page(view: View) -> View:
    """Lets in who sees figures; who serves in a group goes to its own first page, who has no duty yet is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if sees_figures(request.user):
            return view(request, *args, **kwargs)
        if own_groups(request.user):
            return redirect("home_of_group")
        return render(request, "insights/no_duty.html")

    return guarded


def area_asked(request: HttpRequest, code: str = "") -> Area:
    """The area of the code or of ``?wilayah=``, the person's own without either; 404 outside their scope."""
    code = code or request.GET.get("wilayah", "")
    if code and not CODE.fullmatch(code):
        raise Http404
    area = Area.objects.filter(code=code).first() if code else own_area(request.user)
    if area is None or not sees_area(request.user, area):
        raise Http404
    return area


@dataclass(frozen=True)
class Links:
    """Addresses that speak of the same area and day."""

    area: Area
    as_of: dt.date

    def to(self, name: str, *args: str, anchor: str = "", **query: str) -> str:
        """A page of the same day; ``query`` without its empty parts."""
        if self.as_of != today():
            query["per"] = self.as_of.isoformat()
        written = urlencode({key: value for key, value in query.items() if value})
        return reverse(name, args=args) + (f"?{written}" if written else "") + (f"#{anchor}" if anchor else "")

    def rows(self, name: str, **query: str) -> str:
        """A list of the register narrowed to the area: the rows behind a figure."""
        return self.to(name, wilayah=self.area.code, **query)

    def place(self, code: str, **query: str) -> str:
        """The page of a village or of a larger area."""
        return self.to("village" if len(code) > 8 else "area", code, **query)
