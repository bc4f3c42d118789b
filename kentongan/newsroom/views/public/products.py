"""Buatan tetangga: what is sold in a network or by a group, narrowed by kind and by area."""

from django.http import Http404, HttpRequest, HttpResponse

from kentongan.areas.models import Area
from kentongan.newsroom.addresses import path
from kentongan.newsroom.enums import ProductKind
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.market import areas_of_products, kinds_of_products, products_listed
from kentongan.newsroom.views.public._page import public_page, site_page

PART = "produk"


@site_page
def products(request: HttpRequest, site: Site, kind: str = "", code: str = "", page: int = 1) -> HttpResponse:
    """A page of products; an area narrows a portal only."""
    if kind and kind not in ProductKind.values:
        raise Http404
    area = _area(site, code)
    scope = area or site
    listing = products_listed(scope, kind, page)
    if page > 1 and not listing.articles:
        raise Http404

    def address(kind: str = kind, code: str = code, page: int = 1) -> str:
        parts = [PART, *(["jenis", kind] if kind else []), *(["wilayah", code] if code else [])]
        return path(site, *parts, *(["halaman", str(page)] if page > 1 else []))

    kinds = kinds_of_products(scope)
    context = {
        "kind": PART,
        "listing": listing,
        "area": area,
        "kind_label": ProductKind(kind).label if kind else "",
        "total": sum(one.count for one in kinds if not kind or one.key == kind),
        "kinds": [
            {"label": one.label, "count": one.count, "href": address(kind=one.key), "current": one.key == kind}
            for one in kinds
        ],
        "all_kinds": address(kind=""),
        "areas": [
            {"label": one.label, "count": one.count, "href": address(code=one.key)}
            for one in (areas_of_products(site.area) if site.is_portal and not area else [])
        ],
        "whole": address(code="") if area else "",
        "newer": address(page=page - 1) if page > 1 else "",
        "older": address(page=page + 1) if listing.has_next else "",
    }
    tags = ("day", f"area:{scope.pk if area else site.area.pk}") if site.is_portal else ("day",)
    return public_page(request, "newsroom/public/products.html", site, address(page=page), context, tags=tags)


def _area(site: Site, code: str) -> Area | None:
    """The area asked for; one outside the portal's own, or under a group's site, is not there."""
    if not code:
        return None
    area = Area.objects.within(site.area).filter(pk=code).first() if site.is_portal else None
    if area is None:
        raise Http404
    return area
