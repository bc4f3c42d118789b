"""Every address readers may open, site by site."""

import datetime as dt
from math import ceil

from django.db.models import Count, Max, QuerySet

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Article, Site
from kentongan.newsroom.sitemaps import PAGE

Entry = tuple[tuple[str, ...], dt.datetime | None]

LISTS = (ArticleKind.NEWS, ArticleKind.PRODUCT, ArticleKind.POTENTIAL, ArticleKind.EVENT, ArticleKind.VIDEO,
         ArticleKind.ANNOUNCEMENT)  # fmt: skip


def entries(site: Site, page: int, on: dt.date) -> list[Entry]:
    """One page of a site's addresses as parts, each with when it changed."""
    fixed = _fixed(site)
    start, end = (page - 1) * PAGE, page * PAGE
    found: list[Entry] = list(fixed[start:end])
    rest = slice(max(start - len(fixed), 0), max(end - len(fixed), 0))
    if site.is_portal:
        areas = _areas(site, on).values_list("pk", "level")[rest]
        return found + [(("desa" if level == Level.VILLAGE else "kim", code), None) for code, level in areas]
    rows = _articles(site).order_by("pk").values_list("kind", "slug", "changed_at", "published_at")[rest]
    return found + [((kind, slug), max(changed, shown or changed)) for kind, slug, changed, shown in rows]


def sitemaps(on: dt.date) -> list[tuple[Site, int, dt.datetime | None]]:
    """Each page of each open site on the installation's own host, with when something in it changed."""
    sites = Site.objects.filter(is_open=True, domain="").select_related("office__area", "group").order_by("pk")
    shown = Article.objects.published().order_by().values_list("group_id")
    facts = {group: (n, last) for group, n, last in shown.annotate(n=Count("pk"), last=Max("changed_at"))}
    found = []
    for site in sites:
        articles, last = (_areas(site, on).count(), None) if site.is_portal else facts.get(site.group_id, (0, None))
        found += [(site, page, last) for page in range(1, _pages(len(_fixed(site)) + articles) + 1)]
    return found


def pages_of(site: Site, on: dt.date) -> int:
    """How many pages the site's own sitemap has."""
    rest = _areas(site, on) if site.is_portal else _articles(site)
    return _pages(len(_fixed(site)) + rest.count())


def _pages(addresses: int) -> int:
    return ceil(addresses / PAGE)


def _fixed(site: Site) -> list[Entry]:
    if site.is_portal:
        return [((), None), *(((kind.value,), None) for kind in LISTS), (("kim",), None), (("tentang",), None)]
    return [((), None), (("tentang",), None)]


def _areas(site: Site, on: dt.date) -> QuerySet[Area]:
    below = [Level.VILLAGE, Level.DISTRICT]
    return Area.objects.within(site.area).valid_on(on).filter(level__in=below).order_by("pk")


def _articles(site: Site) -> QuerySet[Article]:
    return Article.objects.published().filter(group_id=site.group_id)
