"""What a village has, the list of what villages have, and the way from a name to the group that serves there."""

from django.http import Http404, HttpRequest, HttpResponse

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.clock import now, today
from kentongan.newsroom.addresses import path
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.finding import Found
from kentongan.newsroom.queries.finding import find_group as find
from kentongan.newsroom.queries.market import coverage_below, groups_serving, village_shown
from kentongan.newsroom.queries.public import newest
from kentongan.newsroom.views.public._page import public_page, site_page
from kentongan.newsroom.views.public.lists import list_page
from kentongan.registry.queries.places import ancestors, place_of


@site_page
def village_potential(request: HttpRequest, site: Site, code: str) -> HttpResponse:
    """Everything a village shows; without a group it says so, and how one begins."""
    village = _area(site, code, Level.VILLAGE)
    shown = village_shown(village, now=now(), on=today())
    context = {
        "village": shown,
        "area": village,
        "around": place_of(village, own=False),
        "district": path(site, "kim", village.district_code),
        "own": [group for group in shown.groups if group.area_id == village.pk],
        "near": [group for group in shown.groups if group.area_id != village.pk],
        "office": site.office,
    }
    tags = ("day", f"area:{village.pk}", *(f"group:{group.code}" for group in shown.groups))
    return public_page(request, "newsroom/public/village.html", site, path(site, "desa", code), context, tags=tags)


@site_page
def potentials(request: HttpRequest, site: Site, page: int = 1) -> HttpResponse:
    """The newest of what villages have, and the way to each village."""
    listing = newest(site, ArticleKind.POTENTIAL, page)
    context = {"below": _below(site, site.area) if site.is_portal and page == 1 else []}
    template = "newsroom/public/potentials.html"
    return list_page(request, site, listing, ("potensi",), context, tags=("day",), template=template)


@site_page
def find_group(request: HttpRequest, site: Site, code: str = "") -> HttpResponse:
    """Temukan KIM Anda: by typing the name of a village, or from kecamatan to village without typing."""
    if not site.is_portal:
        raise Http404
    area = _area(site, code) if code else site.area
    words = request.GET.get("q", "").strip()[:80] if not code else ""
    answer = find(words, site.area, on=today()) if words else None
    is_district = area.level == Level.DISTRICT
    below = [] if is_district else _below(site, area)
    context = {
        "kind": "kim",
        "words": words,
        "answer": answer,
        "found": [_row(site, one) for one in answer.found] if answer else [],
        "area": area,
        "is_whole": area == site.area,
        "above": [(path(site, "kim", *([] if one == site.area else [one.pk])), one) for one in _between(site, area)],
        "below": below,
        "villages": _villages(site, area) if is_district else [],
        "having": sum(one["having"] for one in below),
        "all": sum(one["all"] for one in below),
        "office": site.office,
    }
    tags = ("day", f"area:{area.pk}")
    return public_page(
        request,
        "newsroom/public/find_group.html",
        site,
        path(site, "kim", *([code] if code else [])),
        context,
        tags=tags,
    )


def _area(site: Site, code: str, level: Level | None = None) -> Area:
    """An area of the portal that exists today; villages have no page under "kim"."""
    areas = (
        Area.objects.within(site.area).valid_on(today()).select_related("parent__parent") if site.is_portal else None
    )
    area = areas.filter(pk=code).first() if areas is not None else None
    fits = area is not None and (area.level == level if level else area.level != Level.VILLAGE)
    if not fits:
        raise Http404
    return area  # type: ignore[return-value]


def _between(site: Site, area: Area) -> list[Area]:
    """From the portal's own area down to the one above this."""
    if area == site.area:
        return []
    depth = len(site.area.ancestor_codes)
    return [one for one in ancestors(area)[:-1] if len(one.ancestor_codes) >= depth]


def _below(site: Site, area: Area) -> list[dict]:
    return [
        {"area": one, "having": having, "all": whole, "href": path(site, "kim", one.pk)}
        for one, having, whole in coverage_below(area, today())
    ]


def _villages(site: Site, district: Area) -> list[dict]:
    villages = list(
        Area.objects.at_level(Level.VILLAGE)
        .within(district)
        .valid_on(today())
        .select_related("parent")
        .order_by("name")
    )
    groups = groups_serving(villages, today())
    return [
        {
            "area": village,
            "groups": [group for group in groups[village.pk] if group.area_id == village.pk],
            "href": path(site, "desa", village.pk),
        }
        for village in villages
    ]


def _row(site: Site, found: Found) -> dict:
    area = found.area
    return {
        "area": area,
        "around": place_of(area, own=False),
        "groups": found.groups,
        "is_elsewhere": found.is_elsewhere,
        "is_village": found.is_village,
        "href": "" if found.is_elsewhere else path(site, "desa" if found.is_village else "kim", area.pk),
    }
