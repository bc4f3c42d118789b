"""Telling people what happened: one row an event, for everybody who has a capability there.

Every room calls ``notify``; shown on screen now, and by whatever other way comes later, through this one function.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Notice, NoticeRead, User
from kentongan.accounts.permissions import areas_with, groups_with, scope
from kentongan.areas.models import Area
from kentongan.core.clock import now, today

# What nobody opened for so long is no news any more; it stays on the page and no longer counts.
FRESH = dt.timedelta(days=60)
# The bar says "99+" beyond.
MOST_COUNTED = 100
KEPT = dt.timedelta(days=400)


def new_notice(
    *,
    key: str,
    area: Area,
    audience: Capability,
    title: str,
    text: str,
    href: str,
    on: dt.date,
    group_code: str = "",
    action: str = "",
    is_inside_group: bool = False,
    at: dt.datetime | None = None,
) -> Notice:
    """An unsaved notice. ``key`` names the event for ever; ``href`` is a path of ours; ``action`` words its button;
    ``is_inside_group`` keeps it from those who have the capability for the whole area.
    """
    if not href.startswith("/") or href.startswith(("//", "/\\")):
        raise ValueError(f"a notice leads to a page of ours, not to {href!r}")
    return Notice(
        key=key,
        area=area,
        group_code=group_code,
        audience=audience,
        title=title[:120],
        text=text[:300],
        href=href,
        action=action[:40],
        is_inside_group=is_inside_group,
        on=on,
        at=at or now(),
    )


def notify(**facts: Any) -> Notice:
    """Tell of an event once, however often it is told; takes the arguments of ``new_notice``."""
    notify_many([new_notice(**facts)])
    return Notice.objects.get(key=facts["key"])


def notify_many(notices: Iterable[Notice]) -> int:
    """Tell of many events at once, each once for ever; says how many were new."""
    by_key = {notice.key: notice for notice in notices}
    known = set(Notice.objects.filter(key__in=by_key).values_list("key", flat=True))
    fresh = [notice for key, notice in by_key.items() if key not in known]
    # Another process may tell the same meanwhile; the key decides.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def notices_for(user: User) -> QuerySet[Notice]:
    """What the person may know of, newest first, with ``is_read``."""
    return Notice.objects.filter(_audience_of(user)).annotate(is_read=_reads_of(user))


def unread_for(user: User) -> QuerySet[Notice]:
    """The fresh ones that the person has not opened."""
    return notices_for(user).filter(~_reads_of(user), on__gt=today() - FRESH)


def unread_count(user: User) -> int:
    """How many of them, at most ``MOST_COUNTED``; asked once per request object."""
    if not user.is_authenticated:
        return 0
    if not hasattr(user, "_unread_notices"):
        user._unread_notices = unread_for(user).order_by().values("pk")[:MOST_COUNTED].count()  # type: ignore[attr-defined]
    return user._unread_notices  # type: ignore[attr-defined]


def mark_read(*, user: User, notices: QuerySet[Notice]) -> int:
    """Note that the person has seen these; those seen before stay as they are."""
    marks = [NoticeRead(user=user, notice_id=pk) for pk in notices.values_list("pk", flat=True)]
    NoticeRead.objects.bulk_create(marks, ignore_conflicts=True, batch_size=1000)
    return len(marks)


def forget_old_notices() -> int:
    """Delete notices that are long past, with who read them."""
    return Notice.objects.filter(on__lt=today() - KEPT).delete()[0]


def _reads_of(user: User) -> Exists:
    return Exists(NoticeRead.objects.filter(user=user, notice=OuterRef("pk")))


def _audience_of(user: User) -> Q:
    """The notices of all capabilities the person has, each where they have it; mostly one place for all of them."""
    places: dict[tuple[frozenset[str], frozenset[str]], list[Capability]] = {}
    for capability in Capability:
        areas = frozenset(area.pk for area in areas_with(user, capability))
        groups = frozenset(groups_with(user, capability))
        if areas or groups:
            places.setdefault((areas, groups), []).append(capability)
    condition = Q(pk__in=[])
    for (_areas, groups), capabilities in places.items():
        everywhere = Q(is_inside_group=False) & scope(user, capabilities[0], "area__")
        condition |= Q(audience__in=capabilities) & (everywhere | Q(group_code__in=groups))
    return condition
