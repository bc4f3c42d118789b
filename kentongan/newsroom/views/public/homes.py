"""The first page of a portal and of a group's site."""

from django.http import HttpRequest, HttpResponse

from kentongan.newsroom.addresses import path
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.public import group_parts, portal_parts
from kentongan.newsroom.views.public._page import public_page, site_page


@site_page
def site_home(request: HttpRequest, site: Site) -> HttpResponse:
    """A portal opens with the newest of its network, a group's site with who they are and what they wrote."""
    if site.office is not None:
        return public_page(
            request,
            "newsroom/public/portal.html",
            site,
            path(site),
            portal_parts(site.office),
            tags=(f"area:{site.office_id}", "day"),
        )
    return public_page(request, "newsroom/public/group.html", site, path(site), group_parts(site), tags=("day",))


@site_page
def site_about(request: HttpRequest, site: Site) -> HttpResponse:
    """Who stands behind a site."""
    return public_page(request, "newsroom/public/about.html", site, path(site, "tentang"))
