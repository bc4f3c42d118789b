"""What the pages share: finding what was asked for, and a channel in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kentongan.core.models import AuditEvent
from kentongan.core.templatetags.core import clock_time, long_date
from kentongan.harvest.actions.quarantine import HELD
from kentongan.harvest.enums import EntryState, Guard, Health
from kentongan.harvest.forms import JudgeForm, RejectForm
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.rules.health import health_of
from kentongan.harvest.rules.reasons import sentence
from kentongan.harvest.rules.words import DECISIONS, REJECTIONS, entry_tag, found_words, health_tag, trouble_words
from kentongan.registry.enums import ChannelKind
from kentongan.registry.rules.channels import channel_name

# A row says the weightiest finding; the channel's page has them all.
LONGEST_LINE = 160


def written_words(request: HttpRequest) -> str:
    """What stands in the form's one field, where it is fit."""
    form = JudgeForm(request.POST)
    return form.cleaned_data["alasan"] if form.is_valid() else ""


def rejection(request: HttpRequest) -> str:
    """The reason that was tapped or written, as everybody reads it."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        return ""
    with override(settings.LANGUAGE_CODE):
        return form.cleaned_data["alasan"] or str(REJECTIONS.get(form.cleaned_data["sebab"], ""))


def feed_or_404(request: HttpRequest, code: str) -> Feed:
    feeds = Feed.objects.visible_to(request.user).select_related("channel__group__area__parent__parent")
    return get_object_or_404(feeds, code=code)


def entry_or_404(request: HttpRequest, feed: Feed, code: str) -> Entry:
    return get_object_or_404(
        Entry.objects.select_related("copy_of__group", "copy_of__feed", "decided_by"), feed=feed, code=code
    )


def feed_href(feed: Feed) -> str:
    return reverse("feed", args=[feed.code])


def add_words(feed: Feed, *, now: dt.datetime) -> Feed:
    """How the channel is called, its tag, and one line on how it is."""
    channel = feed.channel
    feed.name = channel_name(channel.kind, channel.url)  # type: ignore[attr-defined]
    feed.icon = "globe" if channel.kind == ChannelKind.WEBSITE else channel.kind  # type: ignore[attr-defined]
    feed.state = Health(getattr(feed, "health", "") or health_of(feed, now=now))  # type: ignore[attr-defined]
    feed.tag_kind, feed.tag_word = health_tag(feed.state)  # type: ignore[attr-defined]
    if feed.guard == Guard.CONFIRMED and feed.state == Health.QUARANTINED:  # type: ignore[attr-defined]
        feed.tag_word = _("Dipastikan dibajak")  # type: ignore[attr-defined]
    feed.line = line_of(feed)  # type: ignore[attr-defined]
    feed.href = feed_href(feed) if feed.code else ""  # type: ignore[attr-defined]
    return feed


def line_of(feed: Any) -> str:
    """How the channel is, in one sentence."""
    if feed.state == Health.QUARANTINED:
        return Truncator(next(iter(reasons_of(feed.guard_reasons)), "")).chars(LONGEST_LINE)
    if feed.state == Health.DEAD or (feed.trouble and (feed.state == Health.HEALTHY or feed.newest_on is None)):
        return trouble_line(feed)
    if feed.state == Health.PASTED:
        return _("Tautan kirimannya ditempel KIM.")
    if feed.state == Health.NEW:
        return _("Kunjungan pertama sedang menunggu giliran.")
    if feed.newest_on is None and feed.found_at:
        return _("Kabarnya terbaca, tetapi tanpa tanggal.")
    if feed.newest_on is None:
        return _("Situs terbuka, tetapi belum ada kabar yang terbaca.")
    return _("Kabar terbaru %(day)s.") % {"day": long_date(feed.newest_on)}


def trouble_line(feed: Feed) -> str:
    """ "Situs menolak kami sejak Selasa, 18 November 2025 (HTTP 403)."; empty where there is no trouble."""
    since = long_date(feed.trouble_since) if feed.trouble_since else ""
    return trouble_words(feed.trouble, since=since, detail=feed.trouble_detail)


def reasons_of(reasons: list[dict[str, Any]]) -> list[str]:
    """What the guard saw, the weightiest first."""
    return [sentence(reason) for reason in sorted(reasons, key=lambda one: -one.get("weight", 0))]


def why_of(why: Sequence[dict[str, Any]], address: str) -> dict[str, Any]:
    """Why the address was chosen, and everything that was looked at before, with what was there."""
    chosen = next((step for step in reversed(why) if step.get("address") == address), why[-1] if why else {})
    return {
        "reason": found_words(chosen.get("found", "")),
        "trail": [{"address": step.get("address", ""), "what": _seen_at(step)} for step in why] if len(why) > 1 else [],
    }


def _seen_at(step: dict[str, Any]) -> str:
    if trouble := trouble_words(step.get("trouble", "")):
        return trouble
    count = int(step.get("entries", 0))
    return ngettext("%(n)d kabar", "%(n)d kabar", count) % {"n": count} if count else _("tidak ada kabar")


def add_entry_words(entry: Entry) -> Entry:
    """An entry's tag, its day in words, and its page."""
    entry.tag_kind, entry.tag_word = entry_tag(entry.state)  # type: ignore[attr-defined]
    entry.heading = entry.title or entry.link or _("Kabar tanpa judul")  # type: ignore[attr-defined]
    day = long_date(entry.published_at)
    # Nobody knows when it was published: the day is that of our visit.
    entry.day = _("terlihat %(day)s") % {"day": day} if entry.state == EntryState.UNDATED else day  # type: ignore[attr-defined]
    entry.href = reverse("entry", args=[entry.feed.code, entry.code])  # type: ignore[attr-defined]
    return entry


def decided(event: AuditEvent) -> dict[str, Any]:
    """A row of components/history.html."""
    verb = f"entry.{event.verb}" if "entry" in event.changes else event.verb
    # What the guard saw stands above.
    reason = event.reason if event.by else ""
    return {"what": DECISIONS[verb], "by": event.by.name if event.by else None, "at": event.at, "reason": reason}


def waits_with_channel(entry: Entry) -> bool:
    """Whether it is held together with its whole channel, where one tap judges all of them."""
    return entry.state in HELD and entry.feed.guard != Guard.CLEAR


def add_judging(entry: Entry, *, may_judge: bool) -> Entry:
    """Who decided what about the entry, and the buttons beside it for those who may judge."""
    is_decided = entry.decided_by_id is not None
    entry.decision = _decision(entry) if is_decided else ""  # type: ignore[attr-defined]
    entry.can_release = may_judge and entry.state in HELD and not is_decided  # type: ignore[attr-defined]
    entry.can_reject = may_judge and entry.state != EntryState.REJECTED  # type: ignore[attr-defined]
    entry.can_take_back = may_judge and is_decided  # type: ignore[attr-defined]
    entry.is_held = entry.state == EntryState.QUARANTINED  # type: ignore[attr-defined]
    entry.is_rejected = entry.state == EntryState.REJECTED  # type: ignore[attr-defined]
    entry.rejections = REJECTIONS.items() if entry.can_reject else ()  # type: ignore[attr-defined]
    return entry


def _decision(entry: Entry) -> str:
    """ "Ditolak oleh Forum Kota, Kamis, 25 September 2025, 10.05 WIB. Alasan: Iklan judi"."""
    said = _("Ditolak oleh %(name)s") if entry.state == EntryState.REJECTED else _("Dilepaskan oleh %(name)s")
    at = entry.decided_at
    words = [said % {"name": entry.decided_by.name if entry.decided_by else ""}]
    words += [long_date(at), clock_time(at)] if at else []
    reason = _("Alasan: %(reason)s") % {"reason": entry.decided_reason} if entry.decided_reason else ""
    return ". ".join(filter(None, [", ".join(words), reason]))
