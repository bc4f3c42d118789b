"""One article, and what is left at the address of a withdrawn one."""

from typing import Any
from urllib.parse import quote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.areas.enums import Kind
from kentongan.core.clock import now, today
from kentongan.core.templatetags.core import long_date
from kentongan.newsroom.addresses import path, whole
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Article, Site
from kentongan.newsroom.photos import public_address
from kentongan.newsroom.queries.homes import standing_of
from kentongan.newsroom.queries.public import article_at, corrections_of, more_of, photos_of
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.calendar import over_at
from kentongan.newsroom.structured import data_of
from kentongan.newsroom.views.public._page import public_page, site_page

PREVIEW_WIDTH = 1280
# What is told of a day; a product or a potential is there on any.
HAPPENS = frozenset({ArticleKind.NEWS, ArticleKind.VIDEO})


@site_page
def site_article(request: HttpRequest, site: Site, kind: str, slug: str) -> HttpResponse:
    """An article of a group's site; 410 with the day and the reason once it is withdrawn."""
    article = article_at(site, kind, slug)
    if article is None:
        raise Http404
    address = path(site, kind, slug)
    if not article.is_public:
        context: dict[str, Any] = {"article": article, "reason": article.withdrawn_reason}
        return public_page(request, "newsroom/public/withdrawn.html", site, address, context, status=410)
    context = _article(request, site, article, whole(address, request))
    return public_page(
        request, "newsroom/public/article.html", site, address, context, tags=(f"article:{article.code}", "day")
    )


def _article(request: HttpRequest, site: Site, article: Article, address: str) -> dict[str, Any]:
    photos = photos_of(article)
    lead = marks.lead(article.body) or article.title
    picture = public_address(photos[0], PREVIEW_WIDTH) if photos else ""
    preview = whole(picture, request) if picture else ""
    event = getattr(article, "event", None) if article.kind == ArticleKind.EVENT else None
    return {
        "article": article,
        "lead": lead,
        "photo": photos[0] if photos else None,
        "photos": photos[1:],
        "preview": preview,
        "data": data_of(article, address=address, lead=lead, picture=preview),
        "kicker": _kicker(article),
        "shown_at": timezone.localtime(article.published_at).isoformat(),
        "happened": "" if event else _happened(article),
        "product": getattr(article, "product", None) if article.kind == ArticleKind.PRODUCT else None,
        "event": event,
        "event_over": event is not None and over_at(timezone.localtime(event.starts_at), event.ends_at) <= now(),
        "video_host": urlsplit(article.video_url).netloc.removeprefix("www."),
        "corrections": corrections_of(article, site),
        "standing": standing_of(site, today()),
        "related": more_of(site, article),
        "share": f"https://wa.me/?text={quote(f'{article.title} {address}')}",
    }


def _kicker(article: Article) -> str:
    if article.kind != ArticleKind.NEWS:
        return article.get_kind_display()
    return _("Kabar kelurahan") if article.group.area.kind == Kind.KELURAHAN else _("Kabar desa")


def _happened(article: Article) -> str:
    """When and where, as far as the writer said so."""
    facts = {"day": long_date(article.happened_on), "place": article.place_words}
    if article.happened_on is None or article.kind not in HAPPENS:
        return article.place_words
    return (_("Terjadi %(day)s di %(place)s") if article.place_words else _("Terjadi %(day)s")) % facts
