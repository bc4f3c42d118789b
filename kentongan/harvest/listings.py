"""Channels as a table to take away."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.areas.models import Area
from kentongan.core.tables import Column, ColumnKind
from kentongan.harvest.models import Feed
from kentongan.harvest.rules.words import trouble_words
from kentongan.harvest.views._common import add_words
from kentongan.registry.queries.places import place_of
from kentongan.rosters.listings import Listing, spoken_day

BATCH = 1000


def channel_listing(feeds: QuerySet[Feed], *, now: dt.datetime, on: dt.date, area: Area | None = None) -> Listing:
    """The rows of /kanal/ in its order."""
    place = f"-{area.code}" if area else ""
    columns = [
        Column(_("KIM"), ColumnKind.TEXT, 30),
        Column(_("Kode KIM"), ColumnKind.TEXT, 18),
        Column(_("Tempat"), ColumnKind.TEXT, 40),
        Column(_("Jenis kanal"), ColumnKind.TEXT, 16),
        Column(_("Alamat"), ColumnKind.TEXT, 44),
        Column(_("Keadaan"), ColumnKind.TEXT, 16),
        Column(_("Gangguan"), ColumnKind.TEXT, 40),
        Column(_("Sejak"), ColumnKind.DAY, 12),
        Column(_("Terakhir berhasil"), ColumnKind.DAY, 16),
        Column(_("Kabar terbaru"), ColumnKind.DAY, 14),
    ]
    return Listing(
        name=f"kanal{place}-per-{on.isoformat()}",
        title=_("Kanal KIM %(area)s") % {"area": area.full_name} if area else _("Kanal KIM"),
        notes=[_("Keadaan per %(day)s.") % {"day": spoken_day(on)}],
        columns=columns,
        rows=_rows(feeds, now),
    )


def _rows(feeds: QuerySet[Feed], now: dt.datetime) -> Iterator[list[Any]]:
    """Keys first, so that a long list is not sorted again for each batch."""
    keys = list(feeds.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        by_key = feeds.order_by().filter(pk__in=some).in_bulk()
        for key in some:
            if feed := by_key.get(key):
                # A CSV is written after the answer began, in the language of whoever reads it.
                with override(settings.LANGUAGE_CODE):
                    row = _row(add_words(feed, now=now))
                yield row


def _row(feed: Any) -> list[Any]:
    group = feed.group
    return [
        group.name,
        group.code,
        place_of(group.area),
        feed.channel.get_kind_display(),
        feed.channel.url,
        feed.tag_word,
        trouble_words(feed.trouble, detail=feed.trouble_detail),
        _day(feed.trouble_since),
        _day(feed.reached_at),
        feed.newest_on,
    ]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
