"""What the desk reads: who waits for whom, what a group wrote, and what was said beside it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import groups_with, scope
from kentongan.areas.models import Area
from kentongan.newsroom.enums import Review, State
from kentongan.newsroom.models import Article, Desk, GroupDesk
from kentongan.newsroom.permissions import level_in
from kentongan.newsroom.rules.editing import review_of
from kentongan.registry.models import Group

# In the order of their way; drafts are nobody's business yet.
QUEUE_STATES = (State.WAITING, State.RETURNED, State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN)


def reviews_in(groups: Iterable[Group]) -> dict[int, Review]:
    """Who reads each group's articles, by the group's key in the table; in two queries."""
    groups = list(groups)
    own = dict(GroupDesk.objects.filter(group__in=groups).values_list("group_id", "review"))
    codes = {code for group in groups for code in group.area.ancestor_codes}
    offices = dict(Desk.objects.filter(office__in=codes).values_list("office_id", "review"))
    return {
        group.pk: review_of(own.get(group.pk), (offices.get(code) for code in reversed(group.area.ancestor_codes)))
        for group in groups
    }


def read_by(user: Any, area: Area | None = None) -> QuerySet[Article]:
    """Sent articles of all groups the person reads for, in an area of them."""
    articles = Article.objects.filter(scope(user, Capability.REVIEW_ARTICLES, "group__area__", group="group__code"))
    articles = articles.exclude(state=State.DRAFT)
    return articles.within(area) if area else articles


def counts_by_state(articles: QuerySet[Article]) -> dict[str, int]:
    return dict(articles.order_by().values_list("state").annotate(n=Count("pk")))


def waiting_order(user: Any, articles: QuerySet[Article]) -> tuple[list[int], int]:
    """Keys of the waiting articles, those that wait for this very person first, and how many those are; the oldest first."""
    rows = list(articles.filter(state=State.WAITING).order_by("changed_at", "pk").values_list("pk", "group_id"))
    groups = Group.objects.filter(pk__in={group for _pk, group in rows}).select_related("area")
    reviews, levels = reviews_in(groups), {group.pk: level_in(user, group) for group in groups}
    mine = [pk for pk, group in rows if levels[group] == max(reviews[group], Review.LEADER)]
    others = set(mine)
    return [*mine, *(pk for pk, _group in rows if pk not in others)], len(mine)


def shown_rows(articles: QuerySet[Article]) -> QuerySet[Article]:
    """With what a list shows of each: its group and place, who wrote it, and how many pictures it has."""
    return articles.select_related("group__area__parent__parent", "author").annotate(
        picture_count=Count("photos", filter=Q(photos__removed_at=None))
    )


def in_order_of(articles: QuerySet[Article], keys: list[int]) -> list[Article]:
    """These articles, in this order."""
    found = {article.pk: article for article in articles.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def led_by(user: Any, group: Group) -> bool:
    """Whether the person reads for the group by a duty in it."""
    return group.code in groups_with(user, Capability.REVIEW_ARTICLES)


def exceptions_of(office: Office) -> QuerySet[GroupDesk]:
    """The groups of the office's area that are read otherwise than it says, by name."""
    return (
        GroupDesk.objects.filter(group__in=Group.objects.within(office.area))
        .select_related("group__area__parent")
        .order_by("group__name", "group__code")
    )
