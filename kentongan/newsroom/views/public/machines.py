"""What search engines read: the sitemaps and what is closed to them."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kentongan.core.clock import today
from kentongan.core.finished import kept
from kentongan.newsroom.addresses import canonical, reserved, whole
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.sitemaps import entries, pages_of, sitemaps
from kentongan.newsroom.sitemaps import INDEX_PAGE, index, urlset
from kentongan.newsroom.tags import site_tags
from kentongan.newsroom.views.public._page import site_page

XML = "application/xml; charset=utf-8"
# First parts of our own addresses that anybody may read.
OPEN = {"foto", "robots", "sitemap", "static", "statis", "tentang", "www"}
# Whatever is shown anywhere: the tag of the whole nation.
EVERYTHING = "area:ID"


@login_not_required
@require_safe
def sitemap(request: HttpRequest, page: int = 1) -> HttpResponse:
    """The index: where the sitemaps of all sites of this host are."""
    start = (page - 1) * INDEX_PAGE
    found = sitemaps(today())[start : start + INDEX_PAGE]
    if page > 1 and not found:
        raise Http404
    content = index((canonical(site, _file(number), request=request), changed) for site, number, changed in found)
    return kept(HttpResponse(content, content_type=XML), EVERYTHING, "day")


@site_page
def site_sitemap(request: HttpRequest, site: Site, page: int = 1) -> HttpResponse:
    """The addresses of one site."""
    found = entries(site, page, today())
    if not found:
        raise Http404
    content = urlset((canonical(site, *parts, request=request), changed) for parts, changed in found)
    scope = f"area:{site.area.pk}" if site.is_portal else f"group:{site.group.code}"
    return kept(HttpResponse(content, content_type=XML), scope, "day", *site_tags(site))


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What is no business of theirs, and where the sitemap is; a site's own host names its own."""
    site = Site.objects.filter(domain=request.get_host(), is_open=True).first()
    if site:
        maps = [canonical(site, _file(page), request=request) for page in range(1, pages_of(site, today()) + 1)]
    else:
        pages = -(-len(sitemaps(today())) // INDEX_PAGE) or 1
        maps = [whole(f"/{_file(page)}", request) for page in range(1, pages + 1)]
    lines = ["User-agent: *", *([] if site else _closed()), *(["Disallow:"] if site else []), ""]
    lines += [f"Sitemap: {address}" for address in maps]
    return kept(HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"), EVERYTHING, "day")


@cache
def _closed() -> list[str]:
    return [f"Disallow: /{part}/" for part in sorted(reserved() - OPEN)]


def _file(page: int) -> str:
    return "sitemap.xml" if page == 1 else f"sitemap-{page}.xml"
