"""The history of visits: those in a row that ended alike are one stretch."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import DateTimeField, F, OuterRef, Subquery, Value
from django.db.models.functions import Greatest

from kentongan.core.rows import among, insert_rows
from kentongan.harvest.models import Feed, Stretch


class Ending(NamedTuple):
    """How a visit of the feed with this key ended: ``trouble`` and ``detail`` where it failed, else how many entries it brought."""

    feed: int
    trouble: str = ""
    detail: str = ""
    new: int = 0
    changed: int = 0


def extend(visits: Sequence[Ending], at: dt.datetime) -> None:
    """Add visits of this moment to the history, each to the stretch before it where that ended alike."""
    latest = Stretch.objects.filter(feed=OuterRef("pk")).order_by("-last_at", "-id").values("pk")[:1]
    feeds = Feed.objects.filter(pk__in=among(visit.feed for visit in visits)).annotate(latest=Subquery(latest))
    columns = ("feed_id", "pk", "trouble", "new", "changed", "detail")
    rows = Stretch.objects.filter(pk__in=feeds.order_by().values("latest")).values_list(*columns)
    before = {row[0]: row[1:] for row in rows}
    again, grown, begun = [], [], []
    for visit in visits:
        pk, trouble, new, changed, detail = before.get(visit.feed, (None, "", 0, 0, ""))
        if pk is None or (trouble, bool(new or changed)) != (visit.trouble, bool(visit.new or visit.changed)):
            begun.append((visit.feed, at, at, 1, *visit[1:]))
            continue
        again.append(pk)
        if (visit.new, visit.changed, visit.detail) != (0, 0, detail):
            grown.append(Stretch(pk=pk, new=new + visit.new, changed=changed + visit.changed, detail=visit.detail))
    Stretch.objects.bulk_update(grown, ["new", "changed", "detail"])
    if again:
        # The demo's clock shows one day again and again.
        last = Greatest(F("last_at"), Value(at, DateTimeField()))
        Stretch.objects.filter(pk__in=among(again)).update(times=F("times") + 1, last_at=last)
    insert_rows(Stretch, _COLUMNS, begun)


_COLUMNS = ("feed_id", "first_at", "last_at", "times", *Ending._fields[1:])
