"""What every page knows: whose office, which day, which theme, and whether the data are a demo."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kentongan.core.clock import today
from kentongan.core.navigation import Place, identity_of, items_for, search_href

THEME_COOKIE = "tema"
THEMES = ("terang", "gelap")


def theme_of(request: HttpRequest) -> str:
    """ "terang" or "gelap" when the person has chosen; "" follows the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Whatever costs a query is worked out only when a template asks for it."""

    def lazily(work: Callable[[], Any]) -> Any:
        return SimpleLazyObject(work)

    return {
        "identity": lazily(lambda: identity_of(request)),
        "nav_bar": lazily(lambda: items_for(request, Place.BAR)),
        "nav_signs": lazily(lambda: items_for(request, Place.SIGN)),
        "nav_phone": lazily(lambda: items_for(request, Place.PHONE)),
        "nav_menu": lazily(lambda: items_for(request, Place.MENU)),
        "search_href": search_href(),
        "is_demo": settings.DEMO,
        "theme": theme_of(request),
        "today": today(),
    }
