"""The history of visits: those in a row that ended alike are one stretch."""

from collections.abc import Sequence
from operator import attrgetter

from django.db.models import DateTimeField, F, OuterRef, Subquery, Value
from django.db.models.functions import Greatest

from kentongan.core.rows import insert_rows
from kentongan.harvest.models import Feed, Stretch


def extend(visits: Sequence[Stretch]) -> None:
    """Add visits to the history, each to the stretch before it where that ended alike."""
    latest = Stretch.objects.filter(feed=OuterRef("pk")).order_by("-last_at", "-id").values("pk")[:1]
    feeds = Feed.objects.filter(pk__in=[visit.feed_id for visit in visits]).annotate(latest=Subquery(latest))
    columns = ("feed_id", "pk", "trouble", "new", "changed", "detail")
    rows = Stretch.objects.filter(pk__in=feeds.order_by().values("latest")).values_list(*columns)
    before = {row[0]: row[1:] for row in rows}
    again, grown, begun = [], [], []
    for visit in visits:
        pk, trouble, new, changed, detail = before.get(visit.feed_id, (None, "", 0, 0, ""))
        if pk is None or (trouble, bool(new or changed)) != (visit.trouble, bool(visit.new or visit.changed)):
            begun.append(visit)
            continue
        again.append(pk)
        if (visit.new, visit.changed, visit.detail) != (0, 0, detail):
            grown.append(Stretch(pk=pk, new=new + visit.new, changed=changed + visit.changed, detail=visit.detail))
    Stretch.objects.bulk_update(grown, ["new", "changed", "detail"])
    if again:
        # The demo's clock shows one day again and again.
        at = Greatest(F("last_at"), Value(visits[0].last_at, DateTimeField()))
        Stretch.objects.filter(pk__in=again).update(times=F("times") + 1, last_at=at)
    insert_rows(Stretch, _COLUMNS, [_values(visit) for visit in begun])


_COLUMNS = ("feed_id", "first_at", "last_at", "times", "trouble", "detail", "new", "changed")
_values = attrgetter(*_COLUMNS)
