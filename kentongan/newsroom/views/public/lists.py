"""Lists of a site by kind, and of everything in an area of a portal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.areas.models import Area
from kentongan.newsroom.addresses import path
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.homes import kinds_of
from kentongan.newsroom.queries.public import Listing, newest
from kentongan.newsroom.views.public._page import public_page, site_page


@site_page
def site_list(request: HttpRequest, site: Site, kind: str, page: int = 1) -> HttpResponse:
    """What a site shows of one kind; "kabar" is everything that is told."""
    context = {
        "kind": kind,
        "heading": _("Semua kabar") if kind == ArticleKind.NEWS else ArticleKind(kind).label,
        "under": site.name,
        "choices": _choices(site, kind),
        "feed": path(site, kind, "rss.xml"),
    }
    return list_page(request, site, newest(site, kind, page), (kind,), context)


@site_page
def portal_area(request: HttpRequest, site: Site, code: str, page: int = 1) -> HttpResponse:
    """Everything shown of one area of a portal's network."""
    area = Area.objects.within(site.area).select_related("parent").filter(code=code).first() if site.is_portal else None
    if area is None:
        raise Http404
    context = {
        "heading": area.full_name,
        "under": area.parent.full_name if area.parent and area != site.area else site.name,
        "feed": path(site, "wilayah", code, "rss.xml"),
    }
    return list_page(request, site, newest(area, page=page), ("wilayah", code), context, tags=(f"area:{area.code}",))


def list_page(
    request: HttpRequest,
    site: Site,
    listing: Listing,
    parts: tuple[str, ...],
    context: dict[str, Any],
    tags: tuple[str, ...] = (),
    template: str = "newsroom/public/list.html",
) -> HttpResponse:
    """A page of a list at ``parts`` of the site, with the ways to newer and older ones."""
    if listing.page > 1 and not listing.articles:
        raise Http404
    context = {
        **context,
        "listing": listing,
        "newer": page_path(site, parts, listing.page - 1),
        "older": page_path(site, parts, listing.page + 1) if listing.has_next else "",
    }
    if site.is_portal:
        tags = (*tags, f"area:{site.area.code}")
    return public_page(request, template, site, page_path(site, parts, listing.page), context, tags=tags)


def page_path(site: Site, parts: tuple[str, ...], page: int) -> str:
    """The address of one page of a list; the first is the list's own, before it there is none."""
    if page < 1:
        return ""
    return path(site, *parts, *(("halaman", str(page)) if page > 1 else ()))


def _choices(site: Site, kind: str) -> list[dict[str, Any]]:
    """The kinds a site shows, as long as there is a choice."""
    kinds = kinds_of(site)
    told = [one for one in kinds if one is not ArticleKind.NEWS]
    choices = [ArticleKind.NEWS, *told] if len(kinds) > 1 else []
    return [
        {
            "label": _("Semua kabar") if one is ArticleKind.NEWS else one.label,
            "href": path(site, one),
            "current": one == kind,
        }
        for one in choices
    ]
