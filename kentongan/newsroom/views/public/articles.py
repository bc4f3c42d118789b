"""One article, and what is left at the address of a withdrawn one."""

from django.http import Http404, HttpRequest, HttpResponse

from kentongan.newsroom.addresses import path
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.public import article_at
from kentongan.newsroom.views.public._page import public_page, site_page


@site_page
def site_article(request: HttpRequest, site: Site, kind: str, slug: str) -> HttpResponse:
    """An article of a group's site; 410 with the day and the reason once it is withdrawn."""
    article = article_at(site, kind, slug)
    if article is None:
        raise Http404
    context = {"article": article}
    address = path(site, kind, slug)
    if not article.is_public:
        return public_page(request, "newsroom/public/withdrawn.html", site, address, context, status=410)
    return public_page(
        request, "newsroom/public/article.html", site, address, context, tags=(f"article:{article.code}",)
    )
