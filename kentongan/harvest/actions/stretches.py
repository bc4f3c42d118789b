"""The history of visits: those in a row that ended alike are one stretch."""

from collections.abc import Sequence

from django.db.models import DateTimeField, F, OuterRef, Subquery, Value
from django.db.models.functions import Greatest

from kentongan.harvest.models import Feed, Stretch


def extend(visits: Sequence[Stretch]) -> None:
    """Add visits to the history, each to the stretch before it where that ended alike."""
    latest = Stretch.objects.filter(feed=OuterRef("pk")).order_by("-last_at", "-id").values("pk")[:1]
    feeds = Feed.objects.filter(pk__in=[visit.feed_id for visit in visits]).annotate(latest=Subquery(latest))
    before = {stretch.feed_id: stretch for stretch in Stretch.objects.filter(pk__in=feeds.order_by().values("latest"))}
    again, grown, begun = [], [], []
    for visit in visits:
        stretch = before.get(visit.feed_id)
        if stretch is None or _ending(stretch) != _ending(visit):
            begun.append(visit)
        elif (visit.new, visit.changed, visit.detail) == (0, 0, stretch.detail):
            again.append(stretch.pk)
        else:
            stretch.new += visit.new
            stretch.changed += visit.changed
            stretch.detail = visit.detail
            grown.append(stretch)
            again.append(stretch.pk)
    Stretch.objects.bulk_update(grown, ["new", "changed", "detail"])
    if again:
        # The demo's clock shows one day again and again.
        at = Greatest(F("last_at"), Value(visits[0].last_at, DateTimeField()))
        Stretch.objects.filter(pk__in=again).update(times=F("times") + 1, last_at=at)
    Stretch.objects.bulk_create(begun)


def _ending(stretch: Stretch) -> tuple[str, bool]:
    return stretch.trouble, bool(stretch.new or stretch.changed)
