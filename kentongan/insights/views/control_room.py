"""The control room: the answer, what waits, and where."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.areas.petak import arrangement_of
from kentongan.core.clock import as_of_from
from kentongan.insights.permissions import own_area
from kentongan.insights.queries import (
    Figures,
    Network,
    children_of,
    crumbs_of,
    figures,
    network_of,
    villages_with_groups,
    work_facts,
)
from kentongan.insights.rules import sentences
from kentongan.insights.rules.growth import growth_table
from kentongan.insights.rules.petak import Child, Neighbour, PetakMap, petak_map, quietest, quietest_by_activity
from kentongan.insights.rules.work import work_to_do
from kentongan.insights.views import _parts as parts
from kentongan.insights.views._activity import short_lists, tiers_of, unjudged_of
from kentongan.insights.views._common import Links, area_asked, figures_page
from kentongan.insights.views._map import child_word, map_of
from kentongan.insights.views._work import work_rows
from kentongan.newsroom.views.public.homes import front_page

# What of an address stays when another day is chosen.
KEPT = {"wilayah", "tabel", "urut", "hanya", "instrumen", "aktif", "tingkat", "arah"}
SHOWN = 6
SHOWN_ON_PHONE = 3


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The way in: the control room for those who work here, the portal for readers; sign-in where there is no portal.

    Without the session's cookie nobody is asked for, so that the portal can be kept at this address, too.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return redirect("control_room")
    return front_page(request) or redirect(settings.LOGIN_URL)


@require_GET
@figures_page
def control_room(request: HttpRequest) -> HttpResponse:
    """The network of an area on a day, on one page."""
    as_of = as_of_from(request)
    area = area_asked(request)
    links = Links(area, as_of)
    found = figures(area, as_of)
    network = network_of(area, as_of, request.GET.get("instrumen", ""))
    works = work_to_do(work_facts(found, network, request.user), as_of)
    first, second = parts.headline_of(found, network)
    active = parts.active_points(network)
    table = request.GET.get("tabel", "")
    context = {
        **frame(request, area, as_of),
        "figures": found,
        "links": links,
        "first": first,
        "second": second,
        "lead": parts.lead_of(found, works, found.series),
        "answers": parts.answers_of(found, network, links),
        "band": parts.band_of(found, network),
        "works": work_rows(works[:SHOWN], links, request.user),
        "works_count": len(works),
        "works_more": max(0, len(works) - SHOWN),
        "works_more_phone": max(0, len(works) - SHOWN_ON_PHONE),
        "work_href": links.rows("work"),
        "decrees": parts.decrees_of(found, links),
        "growth": parts.growth_of(found, found.series, active),
        "tiers": tiers_of(network, links, lambda code: links.rows("control_room", instrumen=code, anchor="tahap")),
        "lists": short_lists(network, links),
        "unjudged": unjudged_of(network, found, request.user),
        "years": growth_table(found.formations, as_of, active) if table == "tumbuh" else [],
        "table": table,
        "all_children": table == "peta",
        "area_href": links.to("area", area.code),
        **_where(found, network, links),
    }
    return render(request, "insights/control_room.html", context)


def _where(found: Figures, network: Network, links: Links) -> dict:
    """The map and its table; a kecamatan has its list of villages instead."""
    if found.area.level in {Level.DISTRICT, Level.VILLAGE}:
        return {"villages": villages_with_groups(found.area, found.as_of)}
    by_activity = network.activity is not None
    children = children_of(found, network)
    laid_out = arrangement_of(found.area.code)
    beside = [Neighbour(place.name, place.column, place.row, place.kind) for place in laid_out.neighbours]
    petak = petak_map(children, laid_out.tiles, beside, by_activity=by_activity)
    return {
        "map": map_of(found, network, petak, children, links),
        "child_word": child_word(found.area),
        "quiet": [
            {
                "child": child,
                "href": links.place(child.code),
                "step": step,
            }
            for child, step in _with_steps(
                quietest_by_activity(children) if by_activity else quietest(children, len(children)), petak
            )
        ],
        "children_count": len(children),
        "quiet_title": sentences.quiet_title(child_word(found.area), min(SHOWN, len(children))) if by_activity else "",
    }


def _with_steps(children: list[Child], petak: PetakMap) -> list[tuple[Child, int | None]]:
    steps = {tile.child.code: tile.step for tile in petak.tiles}
    return [(child, steps[child.code]) for child in children]


@require_GET
@figures_page
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits, one page."""
    as_of = as_of_from(request)
    area = area_asked(request)
    links = Links(area, as_of)
    found = figures(area, as_of)
    works = work_to_do(work_facts(found, network_of(area, as_of), request.user), as_of)
    context = {
        **frame(request, area, as_of),
        "figures": found,
        "works": work_rows(works, links, request.user),
        "works_count": len(works),
        "back": links.rows("control_room"),
    }
    return render(request, "insights/work.html", context)


def frame(request: HttpRequest, area: Area, as_of: dt.date) -> dict:
    """What every page of figures knows: the area, the day, and the way up within the person's scope."""
    own = own_area(request.user)
    links = Links(area, as_of)
    above = [one for one in crumbs_of(area) if own is None or own.code in one.ancestor_codes]
    return {
        "area": area,
        "as_of": as_of,
        "as_of_note": parts.as_of_note(as_of, settings.DEMO),
        "keep": {key: value for key, value in request.GET.items() if key in KEPT},
        "is_own": own is not None and own.code == area.code,
        "crumbs": [
            {"label": one.full_name, "href": "" if one.code == area.code else links.to("area", one.code)}
            for one in above
        ],
    }
