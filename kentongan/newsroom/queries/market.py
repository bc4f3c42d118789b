"""What neighbours make, and what they invite to: products, events, and what a village has. One query a part."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils import timezone

from kentongan.areas.enums import Level
from kentongan.areas.models import Area, within
from kentongan.newsroom.enums import ArticleKind, ProductKind, Stock
from kentongan.newsroom.models import Article, ArticleQuerySet, Site
from kentongan.newsroom.queries.public import Listing, shown, shown_in
from kentongan.registry.models import Group

PRODUCTS_A_PAGE = 24
EVENTS_A_PAGE = 12
MOST_COMING = 40


@dataclass(frozen=True)
class Shelf:
    """A way to narrow a list of products: a kind or an area, and how many there are."""

    key: str
    label: str
    count: int


# Products -----------------------------------------------------------------------------------------------------------


def products_of(scope: Site | Area, kind: str = "") -> ArticleQuerySet:
    """What is sold, what can be had now first, then the newest."""
    found = shown_in(scope).filter(kind=ArticleKind.PRODUCT, product__isnull=False)
    if kind:
        found = found.filter(product__kind=kind)
    is_out = Case(When(product__stock=Stock.SOLD_OUT, then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.order_by(is_out, "-published_at", "-pk")


def products_listed(scope: Site | Area, kind: str = "", page: int = 1) -> Listing:
    """One page of them."""
    start = (page - 1) * PRODUCTS_A_PAGE
    found = list(products_of(scope, kind)[start : start + PRODUCTS_A_PAGE + 1])
    return Listing(found[:PRODUCTS_A_PAGE], page, has_next=len(found) > PRODUCTS_A_PAGE)


def newest_products(scope: Site | Area, limit: int = 4) -> list[Article]:
    """The part of a home page: none that is sold out while there are others."""
    return list(products_of(scope)[:limit])


def kinds_of_products(scope: Site | Area) -> list[Shelf]:
    """The kinds on offer, in the order of the closed list."""
    counts = dict(_counted(scope, "product__kind"))
    return [Shelf(kind.value, str(kind.label), counts[kind.value]) for kind in ProductKind if counts.get(kind.value)]


def areas_of_products(area: Area) -> list[Shelf]:
    """The areas of the level below in which something is sold, by name."""
    column = {Level.NATION: "province_code", Level.PROVINCE: "regency_code", Level.REGENCY: "district_code"}.get(
        Level(area.level)
    )
    counts = dict(_counted(area, f"group__area__{column}")) if column else {}
    names = Area.objects.filter(pk__in=[code for code in counts if code]).order_by("name")
    return [Shelf(one.code, one.full_name, counts[one.code]) for one in names]


def _counted(scope: Site | Area, column: str) -> list[tuple[str, int]]:
    found = _products(scope).order_by().values_list(column).annotate(n=Count("pk"))
    return list(found)


def _products(scope: Site | Area) -> ArticleQuerySet:
    """Without the photos and texts: for counting."""
    found = Article.objects.published().filter(
        kind=ArticleKind.PRODUCT, product__isnull=False, group__site__is_open=True
    )
    if isinstance(scope, Area):
        return found.within(scope)
    return found.filter(group_id=scope.group_id) if scope.group_id else found.within(scope.area)


# Events -------------------------------------------------------------------------------------------------------------


def _is_coming(now: dt.datetime) -> Q:
    """`rules.calendar.over_at` has not come."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(event__ends_at__gt=now) | Q(event__ends_at=None, event__starts_at__gte=midnight)


def coming_events(scope: Site | Area, now: dt.datetime, limit: int = MOST_COMING) -> list[Article]:
    """The next first."""
    found = shown_in(scope).filter(_is_coming(now), kind=ArticleKind.EVENT)
    return list(found.order_by("event__starts_at", "pk")[:limit])


def past_events(scope: Site | Area, now: dt.datetime, page: int = 1) -> Listing:
    """The latest first."""
    start = (page - 1) * EVENTS_A_PAGE
    found = shown_in(scope).filter(kind=ArticleKind.EVENT).exclude(_is_coming(now))
    rows = list(found.order_by(F("event__starts_at").desc(nulls_last=True), "-pk")[start : start + EVENTS_A_PAGE + 1])
    return Listing(rows[:EVENTS_A_PAGE], page, has_next=len(rows) > EVENTS_A_PAGE)


# Villages -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Village:
    """What a village has to show."""

    area: Area
    groups: Sequence[Group]
    potential: Sequence[Article] = field(default_factory=list)
    products: Sequence[Article] = field(default_factory=list)
    events: Sequence[Article] = field(default_factory=list)
    news: Sequence[Article] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.potential or self.products or self.events or self.news)


def village_shown(area: Area, *, now: dt.datetime, on: dt.date) -> Village:
    """Its groups, and what they and others published of it."""
    groups = groups_serving([area], on)[area.pk]
    of_it = shown().filter(Q(place=area) | Q(group__area=area))
    coming = of_it.filter(_is_coming(now), kind=ArticleKind.EVENT).order_by("event__starts_at", "pk")
    told = [ArticleKind.NEWS, ArticleKind.VIDEO, ArticleKind.ANNOUNCEMENT]
    return Village(
        area,
        groups,
        potential=list(of_it.filter(kind=ArticleKind.POTENTIAL)[:8]),
        products=list(of_it.filter(kind=ArticleKind.PRODUCT, product__isnull=False)[:8]),
        events=list(coming[:4]),
        news=list(of_it.filter(kind__in=told)[:4]),
    )


def groups_serving(villages: Sequence[Area], on: dt.date) -> dict[str, list[Group]]:
    """The groups of each village on the day: its own; where it has none, those of its kecamatan. One query."""
    codes = {area.pk for area in villages}
    districts = {area.district_code for area in villages if area.district_code}
    groups = (
        Group.objects.existing_on(on).filter(area__in=codes | districts).select_related("site", "area").order_by("code")
    )
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.area_id, []).append(group)
    return {area.pk: found.get(area.pk) or found.get(area.district_code, []) for area in villages}


def coverage_below(area: Area, on: dt.date) -> list[tuple[Area, int, int]]:
    """The areas one level below, each with how many of its villages have a group of their own, and how many villages."""
    column = {Level.NATION: "province_code", Level.PROVINCE: "regency_code", Level.REGENCY: "district_code"}[
        Level(area.level)
    ]
    villages = Area.objects.at_level(Level.VILLAGE).within(area).valid_on(on)
    wholes = dict(villages.order_by().values_list(column).annotate(n=Count("pk")))
    having = dict(
        Group.objects.existing_on(on)
        .filter(within(area, "area__"), area__level=Level.VILLAGE)
        .order_by()
        .values_list(f"area__{column}")
        .annotate(n=Count("area", distinct=True))
    )
    below = Area.objects.filter(pk__in=wholes).order_by("name")
    return [(one, having.get(one.pk, 0), wholes[one.pk]) for one in below]
