"""Lists of a site by kind, and of everything in an area of a portal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from kentongan.areas.models import Area
from kentongan.newsroom.addresses import path
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.public import Listing, newest
from kentongan.newsroom.views.public._page import public_page, site_page


@site_page
def site_list(request: HttpRequest, site: Site, kind: str, page: int = 1) -> HttpResponse:
    """What a site shows of one kind; "kabar" is everything that is told."""
    return _list(request, site, newest(site, kind, page), (kind,), {"kind": kind})


@site_page
def portal_area(request: HttpRequest, site: Site, code: str, page: int = 1) -> HttpResponse:
    """Everything shown of one area of a portal's network."""
    area = Area.objects.within(site.area).filter(code=code).first() if site.is_portal else None
    if area is None:
        raise Http404
    return _list(request, site, newest(area, page=page), ("wilayah", code), {"area": area}, tags=(f"area:{area.code}",))


def _list(
    request: HttpRequest,
    site: Site,
    listing: Listing,
    parts: tuple[str, ...],
    context: dict[str, Any],
    tags: tuple[str, ...] = (),
) -> HttpResponse:
    if listing.page > 1 and not listing.articles:
        raise Http404
    address = path(site, *parts, *(["halaman", str(listing.page)] if listing.page > 1 else []))
    context = {**context, "listing": listing, "first": path(site, *parts)}
    if site.is_portal:
        tags = (*tags, f"area:{site.area.code}")
    return public_page(request, "newsroom/public/list.html", site, address, context, tags=tags)
