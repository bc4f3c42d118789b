"""What readers see: newest articles of a site or an area, one article, the site of an address. One query a part."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from kentongan.areas.models import Area
from kentongan.core.finished import DAY, Memory
from kentongan.newsroom.enums import ArticleKind, State
from kentongan.newsroom.models import Article, ArticleQuerySet, Correction, Photo, Site
from kentongan.newsroom.tags import site_tags

PER_PAGE = 12
_PHOTOS = Prefetch("photos", queryset=Photo.objects.filter(removed_at=None))
# The text, which may be long, is none of it.
_ON_A_CARD = ("code", "kind", "title", "slug", "published_at", "video_url", "product__kind")
# The two questions of every article that is made anew. Written here, because Django takes longer to write them than to have them answered.
_ARTICLE = "SELECT * FROM newsroom_article WHERE group_id = %s AND kind = %s AND slug = %s AND state IN (%s, %s)"
_PHOTOS_OF = "SELECT * FROM newsroom_photo WHERE article_id = %s AND removed_at IS NULL ORDER BY position, id"
# "Kabar" lists whatever is told; what is sold has a list of its own.
STORIES = tuple(kind for kind in ArticleKind if kind is not ArticleKind.PRODUCT)

_sites: Memory[Site | None] = Memory()
_newest: Memory[list[Article]] = Memory()
_corrections: Memory[dict[int, list[Correction]]] = Memory()


@dataclass(frozen=True)
class Listing:
    """One page of a list; there is no count, because nobody walks to page 40 to learn it."""

    articles: list[Article]
    page: int = 1
    has_next: bool = False


def shown() -> ArticleQuerySet:
    """Published articles of open sites, newest first, with all that a card or a page says of them; photos without removed ones."""
    return _with_parts(Article.objects.published().filter(group__site__is_open=True)).newest()


def shown_in(scope: Site | Area) -> ArticleQuerySet:
    """``shown`` for a group's site, a portal's whole network, or an area."""
    if isinstance(scope, Area):
        return shown().within(scope)
    return shown().filter(group_id=scope.group_id) if scope.group_id else shown().within(scope.area)


def newest(scope: Site | Area, kind: str | None = None, page: int = 1, per_page: int = PER_PAGE) -> Listing:
    """Newest of everything, of one kind, or with kind "kabar" of everything that is told and not sold."""
    start = (page - 1) * per_page
    found = list(of_kind(shown_in(scope), kind)[start : start + per_page + 1])
    return Listing(found[:per_page], page, has_next=len(found) > per_page)


def of_kind(articles: ArticleQuerySet, kind: str | None) -> ArticleQuerySet:
    if kind is None:
        return articles
    return articles.filter(kind__in=STORIES) if kind == ArticleKind.NEWS else articles.filter(kind=kind)


def article_at(site: Site, kind: str, slug: str) -> Article | None:
    """The article at an address of a group's site: shown, or withdrawn (then only that may be said).

    The one page that must be quick when it is made: nothing is asked that the site knows already.
    """
    found = Article.objects.raw(_ARTICLE, [site.group_id, kind, slug, State.PUBLISHED, State.WITHDRAWN])
    article = next(iter(found), None) if site.group_id else None
    if article is None:
        return None
    if article.place_id == site.area.pk:
        article.place = site.area
    return _of_site(article, site)


def photos_of(article: Article) -> list[Photo]:
    photos = list(Photo.objects.raw(_PHOTOS_OF, [article.pk]))
    for photo in photos:
        photo.article = article
    return photos


def corrections_of(article: Article, site: Site) -> list[Correction]:
    """Corrections are few: those of all the group's articles are read at once."""
    found = _corrections.get(site.pk, lambda: _corrections_of(site), lambda _found: site_tags(site))
    return found.get(article.pk, [])


def _corrections_of(site: Site) -> dict[int, list[Correction]]:
    found: dict[int, list[Correction]] = {}
    for correction in Correction.objects.filter(article__group=site.group_id).order_by("on", "pk"):
        found.setdefault(correction.article_id, []).append(correction)
    return found


def more_of(site: Site, article: Article, limit: int = 3) -> tuple[Article, ...]:
    """The newest other articles of the same group, with what a card says of them."""
    newest = _newest.get((site.pk, limit), lambda: _newest_of(site, limit + 1), lambda _found: site_tags(site))
    return tuple(other for other in newest if other.pk != article.pk)[:limit]


def _newest_of(site: Site, limit: int) -> list[Article]:
    found = Article.objects.published().filter(group_id=site.group_id).select_related("product").only(*_ON_A_CARD)
    return [_of_site(article, site) for article in found.prefetch_related(_PHOTOS).newest()[:limit]]


def _of_site(article: Article, site: Site) -> Article:
    article.group = site.group  # type: ignore[assignment]
    return article


def open_site_at(slug: str) -> Site | None:
    """The site with its network's portal, as ``site.portal``; the same one for all who ask, until something of it changes."""
    return _sites.get(slug, lambda: _open_site(slug), lambda site: (*site_tags(site), DAY) if site else ())


def _open_site(slug: str) -> Site | None:
    found = Site.objects.filter(slug=slug, is_open=True).select_related("group__area", "office__area").order_by()
    site = next(iter(found), None)
    if site is None:
        return None
    if site.group:
        site.group.site = site
    site.portal = site if site.is_portal else portal_of(site.area)  # type: ignore[attr-defined]
    site.fragments = {}  # type: ignore[attr-defined]
    return site


def portal_of(area: Area) -> Site | None:
    """The portal of the nearest office at or above the area."""
    portals = Site.objects.filter(office__area__in=area.ancestor_codes, is_open=True)
    portals = portals.select_related("office__area").order_by()
    return max(portals, key=lambda site: 0 if site.office_id == "ID" else len(site.office_id), default=None)  # type: ignore[arg-type]


def first_portal() -> Site | None:
    """The portal of the installation's only or topmost office."""
    portals = Site.objects.filter(Q(office__isnull=False), is_open=True).values_list("office_id", "pk", "slug")
    first = min(portals, key=lambda row: (row[0] != "ID", len(row[0]), row[1]), default=None)
    return open_site_at(first[2]) if first else None


def _with_parts(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.select_related("group__site", "group__area", "place", "product", "event").prefetch_related(_PHOTOS)
