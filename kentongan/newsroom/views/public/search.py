"""Readers' search, of a portal's network and of one group's site."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.newsroom.addresses import path
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.search import LONGEST_QUERY, PER_PAGE, RANKED, Found, Place, search
from kentongan.newsroom.rules import marks
from kentongan.newsroom.views.public._page import public_page, site_page

LAST_PAGE = RANKED // PER_PAGE


@site_page
def site_search(request: HttpRequest, site: Site) -> HttpResponse:
    """What fits the words typed; the bare address is the empty field, and a finished page."""
    typed = " ".join(marks.clean(request.GET.get("q", "")[: LONGEST_QUERY * 2]).split())[:LONGEST_QUERY]
    kind = request.GET.get("jenis", "")
    kind = kind if kind in ArticleKind.values else ""
    number = request.GET.get("hal", "")
    page = min(int(number), LAST_PAGE) if number.isdecimal() and len(number) < 4 and int(number) else 1
    context: dict[str, Any] = {"typed": typed, "address": path(site, "cari")}
    if typed:
        scope = {"area": site.office.area} if site.office else {"group": site.group}
        found = search(typed, kind=kind, page=page, **scope)
        context |= {
            "found": found,
            "asked": found.corrected or typed,
            "kind": ArticleKind(kind) if kind else None,
            "chips": _chips(site, found, typed, kind),
            "lead": _with_address(found.lead, site) if found.lead else None,
            "places": [_with_address(place, site) for place in found.places],
            "proposals": [_with_address(place, site) for place in found.proposals],
            "all_address": _address(site, q=typed),
            "earlier": _address(site, q=typed, jenis=kind, hal=page - 1) if page > 1 else "",
            "later": _address(site, q=typed, jenis=kind, hal=page + 1) if found.has_more and page < LAST_PAGE else "",
            "is_first": page == 1,
            "network_address": _address(site.portal, q=typed) if site.group and site.portal else "",
        }
    return public_page(request, "newsroom/public/search.html", site, path(site, "cari"), context)


def _chips(site: Site, found: Found, typed: str, kind: str) -> list[dict[str, Any]]:
    """All, and each kind that was found; their counts add up. Where not all were counted they are "at least"."""
    kinds = [(value, label, found.counts.get(value, 0)) for value, label in ArticleKind.choices]
    rows = [("", _("Semua"), found.total), *((value, label, count) for value, label, count in kinds if count)]
    return [
        {"label": label, "count": count, "href": _address(site, q=typed, jenis=value), "current": value == kind}
        for value, label, count in rows
    ]


def _with_address(place: Place, site: Site) -> dict[str, Any]:
    """A group leads to its own site where it has one, an area to what is shown of it."""
    thing: Any = place.thing
    if not place.is_group:
        return {"name": thing.full_name, "area": thing.parent, "address": path(site, "wilayah", thing.code)}
    own = getattr(thing, "site", None)
    address = path(own) if own and own.is_open else ""
    return {"name": thing.name, "area": thing.area, "address": address, "is_group": True}


def _address(site: Site, **asked: Any) -> str:
    kept = {name: value for name, value in asked.items() if value and (name, value) != ("hal", 1)}
    return f"{path(site, 'cari')}?{urlencode(kept)}"
