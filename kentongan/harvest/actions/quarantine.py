"""What the guard holds back, and what people say of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kentongan.accounts.enums import Capability
from kentongan.accounts.notices import notify
from kentongan.core.clock import now as this_moment
from kentongan.core.errors import Conflict, Refused
from kentongan.harvest.actions import ledger, pasts, portal
from kentongan.harvest.actions.entries import follow_newest
from kentongan.harvest.actions.feeds import locked, tell
from kentongan.harvest.actions.fresh import Fresh
from kentongan.harvest.enums import Dated, EntryState, Guard, Way
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.permissions import judge_refusal
from kentongan.harvest.rules import pace
from kentongan.harvest.rules.reasons import sentence
from kentongan.harvest.rules.shapes import Reason
from kentongan.harvest.rules.words import entry_reason
from kentongan.newsroom.models import has_text
from kentongan.registry.permissions import require_of

LONGEST_REASON = 300
LONGEST_NOTICE = 240
# Neither credited nor shown, because of the guard or a person.
HELD = (EntryState.QUARANTINED, EntryState.REJECTED)

_LET_GO = {
    Guard.QUARANTINED: gettext_lazy("Kabarnya dihitung lagi sejak hari ini."),
    Guard.CONFIRMED: gettext_lazy("Kanalnya dikunjungi lagi. Yang dikenali sebagai iklan tetap ditolak."),
}

# --- Channels -------------------------------------------------------------------------------------------


@transaction.atomic
def quarantine_feed(
    *,
    feed: Feed,
    reasons: Sequence[Reason],
    named: Sequence[Entry] = (),
    by: Any = None,
    now: dt.datetime | None = None,
) -> Feed:
    """Hold a channel back: nothing new of it is credited or shown until it is released. ``named`` are known entries that
    the guard found among the reasons: their credit is in doubt. ``by`` None: it was the guard.
    """
    moment = now or this_moment()
    feed = locked(feed)
    if feed.guard != Guard.CLEAR:
        return feed
    feed.guard, feed.guard_reasons = Guard.QUARANTINED, [reason.as_json() for reason in reasons]
    feed.guarded_at, feed.guard_by, feed.clean_looks, feed.looked_at = moment, by, 0, moment
    feed.interval, feed.next_at = pace.QUARANTINED, moment + dt.timedelta(minutes=pace.QUARANTINED)
    feed.save()
    pasts.remember(feed)
    hold_entries(named)
    # Readers are led to none of its entries while it is held, whenever they were found.
    portal.forget({feed.group})
    said = " ".join(_sentences(feed.guard_reasons))
    # Beside the name of a person their own words say it.
    reason = str(reasons[0].values["reason"]) if by else said
    changes = {"guard": [Guard.CLEAR, Guard.QUARANTINED]}
    tell("hold" if by else "quarantine", feed, by=by, changes=changes, reason=reason, at=moment)
    _notify(
        feed,
        key=f"karantina:{feed.code}:{moment:%Y%m%d%H%M}",
        title=gettext_lazy("Kanal dikarantina: %(group)s"),
        text=said,
        action=gettext_lazy("Lihat buktinya"),
        at=moment,
    )
    return feed


@transaction.atomic
def hold_feed(*, feed: Feed, by: Any, reason: str, now: dt.datetime | None = None) -> Feed:
    """A person saw what the guard did not: held until a person lets it go."""
    require_of(by, judge_refusal, feed.group)
    _require_reason(reason.strip())
    if feed.way == Way.PASTED:
        raise Conflict(_("Kanal ini tidak dibaca otomatis. Tautan yang ditempel dinilai di buku bukti."))
    return quarantine_feed(feed=feed, reasons=[Reason("person", {"reason": reason.strip()})], by=by, now=now)


@transaction.atomic
def release_feed(*, feed: Feed, by: Any = None, now: dt.datetime | None = None) -> Feed:
    """The channel is the group's own after all (``by`` None: it was found clean twice). What was held for the channel's sake is
    credited; where a person says so of a channel nobody confirmed as hijacked, all of it, and what was seen by now is no reason again.
    """
    moment = now or this_moment()
    feed = locked(feed)
    require_of(by, judge_refusal, feed.group)
    if feed.guard == Guard.CLEAR:
        return feed
    before, feed.guard = feed.guard, Guard.CLEAR
    # A confirmed site that was cleaned comes back; what was found on it before stays what it was.
    takes_all = by is not None and before != Guard.CONFIRMED
    feed.guarded_at, feed.guard_by, feed.clean_looks = moment, by, 0
    if takes_all:
        feed.released_at = moment
    feed.next_at = None if feed.is_paused or not feed.host_id else feed.next_at or moment
    feed.save(update_fields=["guard", "guarded_at", "guard_by", "clean_looks", "released_at", "next_at"])
    pasts.remember(feed)
    # Rejected by nobody in particular is what the confirmation rejected.
    held = feed.entries.filter(state__in=HELD, decided_by=None)
    _let_go([entry for entry in _whole(held) if takes_all or not entry.reasons])
    portal.forget({feed.group})
    tell("release", feed, by=by, changes={"guard": [before, Guard.CLEAR]}, at=moment)
    _notify(
        feed,
        key=f"dilepas:{feed.code}:{moment:%Y%m%d%H%M}",
        title=gettext_lazy("Kanal dilepas dari karantina: %(group)s"),
        text=_LET_GO[Guard(before)],
        action=gettext_lazy("Lihat kanal"),
        at=moment,
    )
    return feed


@transaction.atomic
def confirm_feed(*, feed: Feed, by: Any, reason: str, now: dt.datetime | None = None) -> Feed:
    """The channel was taken over: what was held is rejected, and it is visited no more until it is released."""
    moment, reason = now or this_moment(), reason.strip()
    feed = locked(feed)
    require_of(by, judge_refusal, feed.group)
    if feed.guard == Guard.CONFIRMED:
        return feed
    if feed.guard != Guard.QUARANTINED:
        raise Conflict(_("Kanal ini tidak sedang dikarantina. Muat ulang halamannya."))
    _require_reason(reason)
    feed.guard, feed.guarded_at, feed.guard_by, feed.next_at = Guard.CONFIRMED, moment, by, None
    feed.save(update_fields=["guard", "guarded_at", "guard_by", "next_at"])
    pasts.remember(feed)
    held = list(_whole(feed.entries.filter(state=EntryState.QUARANTINED, decided_by=None)))
    _become(held, EntryState.REJECTED)
    changes = {"guard": [Guard.QUARANTINED, Guard.CONFIRMED]}
    tell("confirm", feed, by=by, changes=changes, reason=reason, at=moment)
    _notify(
        feed,
        key=f"dibajak:{feed.code}:{moment:%Y%m%d%H%M}",
        title=gettext_lazy("Kanal dipastikan dibajak: %(group)s"),
        text=reason,
        action=gettext_lazy("Lihat kanal"),
        at=moment,
    )
    return feed


# --- Entries --------------------------------------------------------------------------------------------


@transaction.atomic
def release_entry(*, entry: Entry, by: Any, now: dt.datetime | None = None) -> Entry:
    """It is the group's news after all; the guard asks no more."""
    moment = now or this_moment()
    entry = _locked_entry(entry)
    require_of(by, judge_refusal, entry.group)
    if entry.state not in HELD:
        return entry
    before, some = entry.state, _together(entry)
    _decide(some, by=by, at=moment)
    _let_go(some)
    entry.refresh_from_db(fields=["state", "copy_of"])
    _tell_entry("release", entry, by=by, before=before, at=moment)
    return entry


@transaction.atomic
def reject_entry(*, entry: Entry, by: Any, reason: str = "", now: dt.datetime | None = None) -> Entry:
    """It is not the group's news; what it was credited with is withdrawn. Where the guard saw nothing the person says why."""
    moment, reason = now or this_moment(), reason.strip()[:LONGEST_REASON]
    entry = _locked_entry(entry)
    require_of(by, judge_refusal, entry.group)
    if entry.state == EntryState.REJECTED:
        return entry
    if entry.state != EntryState.QUARANTINED:
        _require_reason(reason)
    before, some = entry.state, _together(entry)
    # The page is not the group's news, whichever of its feeds shows it.
    some += ledger.same_pages(some, (*ledger.RIVALS, EntryState.QUARANTINED))
    _decide(some, by=by, reason=reason, at=moment)
    _become(some, EntryState.REJECTED)
    _tell_entry("reject", entry, by=by, before=before, reason=reason, at=moment)
    return entry


@transaction.atomic
def take_back(*, entry: Entry, by: Any, now: dt.datetime | None = None) -> Entry:
    """What a person said of it is said no more: it becomes what it was before, and the guard may ask again."""
    moment = now or this_moment()
    entry = _locked_entry(entry)
    require_of(by, judge_refusal, entry.group)
    if entry.decided_by_id is None:
        return entry
    before, state, some = entry.state, _undecided(entry), _decided_together(entry)
    _decide(some, by=None, at=None)
    if state in HELD:
        _become(some, state)
    else:
        _let_go(some)
    entry.refresh_from_db(fields=["state", "copy_of"])
    _tell_entry("take_back", entry, by=by, before=before, at=moment)
    return entry


def _decide(entries: Sequence[Entry], *, by: Any, reason: str = "", at: dt.datetime | None) -> None:
    """Whose word it is now; nobody's where ``by`` is None."""
    for entry in entries:
        entry.decided_by, entry.decided_at, entry.decided_reason = by, at, reason
        entry.decided_from = entry.state if by else ""
    Entry.objects.bulk_update(entries, ["decided_by", "decided_at", "decided_reason", "decided_from"], batch_size=200)


def _undecided(entry: Entry) -> EntryState:
    """What it was before a person decided, as far as its channel still is what it was."""
    was = EntryState(entry.decided_from or (EntryState.QUARANTINED if entry.reasons else EntryState.ACCEPTED))
    if was not in HELD:
        return was
    if entry.feed.guard == Guard.CONFIRMED:
        return EntryState.REJECTED
    # Held for the sake of a channel that was let go since.
    is_free = entry.feed.guard == Guard.CLEAR and not entry.reasons
    return EntryState.ACCEPTED if is_free else was


def hold_entries(entries: Sequence[Entry]) -> None:
    """Their credit is in doubt. Called inside a transaction of the verbs."""
    _become([entry for entry in entries if entry.decided_by_id is None], EntryState.QUARANTINED)


def notify_of_held(feed: Feed, held: Sequence[Entry | Fresh], *, now: dt.datetime) -> None:
    """Tell that single entries of a clear channel were held back: once a day."""
    _notify(
        feed,
        key=f"kabar-ditahan:{feed.code}:{now:%Y%m%d}",
        title=gettext_lazy("Kabar ditahan: %(group)s"),
        text=f"“{held[0]}” {' '.join(_sentences(held[0].reasons))}",
        action=gettext_lazy("Lihat buktinya"),
        at=now,
    )


# --- What they share ------------------------------------------------------------------------------------


def _let_go(entries: Sequence[Entry]) -> None:
    """Entries become what they would have been without the guard."""
    zones = ledger.office_zones()
    free = []
    for entry in entries:
        if entry.dated == Dated.UNKNOWN:
            entry.state = EntryState.UNDATED
        elif not ledger.fits(entry.group, ledger.day_of(entry.published_at, entry.group, zones)):
            entry.state = EntryState.OUTSIDE
        else:
            entry.state = EntryState.ACCEPTED
            free.append(entry)
    Entry.objects.bulk_update(entries, ["state"], batch_size=200)
    ledger.settle_with(free, zones)
    follow_newest(entries, zones)
    _forget_pages(entries)


def _become(entries: Sequence[Entry], state: EntryState) -> None:
    """Entries that are credited no more, and whoever was second to them is first."""
    for entry in entries:
        entry.state, entry.copy_of = state, None
    Entry.objects.bulk_update(entries, ["state", "copy_of"], batch_size=200)
    zones = ledger.office_zones()
    ledger.write(entries, zones)
    ledger.settle({entry.fingerprint for entry in entries}, {entry.page for entry in entries})
    follow_newest(entries, zones)
    _forget_pages(entries)


def _forget_pages(entries: Sequence[Entry]) -> None:
    """Readers see at once what became of these, and of their copies elsewhere."""
    prints = {entry.fingerprint for entry in entries} - {""}
    copies = Entry.objects.filter(has_text(prints)).select_related("group__area")
    portal.forget({entry.group for entry in [*entries, *copies.only("group__area")]})


def _whole(entries: Any) -> Any:
    return entries.select_related("group__area", "feed__channel__group").order_by("pk")


def _locked_entry(entry: Entry) -> Entry:
    # In the order of visits.
    Feed.objects.select_for_update(of=("self",)).get(pk=entry.feed_id)
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    return _whole(Entry.objects.filter(pk=entry.pk)).get()


def _together(entry: Entry) -> list[Entry]:
    """The entry, and those that were held with it for nothing but being many: a person decides about all of them."""
    is_one_of_many = entry.state == EntryState.QUARANTINED and _is_held_for_pace(entry)
    return [entry, *(_mates(entry, state=EntryState.QUARANTINED, decided_by=None) if is_one_of_many else ())]


def _decided_together(entry: Entry) -> list[Entry]:
    """The entry, and those that a person decided about in the same moment: for the same cause, or on the same page."""
    is_one_of_many = entry.decided_at and _is_held_for_pace(entry)
    same = {"state": entry.state, "decided_by": entry.decided_by_id, "decided_at": entry.decided_at}
    some = [entry, *(_mates(entry, **same) if is_one_of_many else ())]
    pages = ledger.same_pages(some, (entry.state,))
    return some + [
        one for one in pages if (one.decided_by_id, one.decided_at) == (entry.decided_by_id, entry.decided_at)
    ]


def _mates(entry: Entry, **facts: Any) -> list[Entry]:
    rows = _whole(entry.feed.entries.filter(**facts).exclude(pk=entry.pk))
    return [one for one in rows.select_for_update(of=("self",)) if _is_held_for_pace(one)]


def _is_held_for_pace(entry: Entry) -> bool:
    return [reason["code"] for reason in entry.reasons] == ["pace"]


def _require_reason(reason: str) -> None:
    if not reason:
        raise Refused(_("Tulis alasannya, supaya KIM tahu apa yang perlu diperbaiki."))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Alasan paling banyak 300 huruf."))


def _sentences(reasons: Sequence[dict[str, Any]]) -> list[str]:
    """In the office's language: everybody reads them."""
    with override(settings.LANGUAGE_CODE):
        return [sentence(reason) for reason in reasons]


def _tell_entry(verb: str, entry: Entry, *, by: Any, before: str, reason: str = "", at: dt.datetime) -> None:
    """In the history, and to the group, whose credit it is."""
    changes = {"state": [str(before), str(entry.state)], "entry": [None, entry.code]}
    tell(verb, entry.feed, by=by, changes=changes, reason=reason, at=at)
    group = entry.group
    with override(settings.LANGUAGE_CODE):
        notify(
            key=f"kabar-diputus:{entry.code}:{at:%Y%m%d%H%M%S}",
            area=group.area,
            group_code=group.code,
            audience=Capability.EDIT_OWN_GROUP,
            is_inside_group=True,
            title=str(_TOLD[verb]) % {"group": group.name},
            text=_shortened(f"“{Truncator(str(entry)).chars(120)}”. {reason or entry_reason(entry.state)}"),
            href=reverse("entry", args=[entry.feed.code, entry.code]),
            action=_("Lihat kabarnya"),
            on=timezone.localdate(at),
            at=at,
        )


_TOLD = {
    "release": gettext_lazy("Kabar dilepaskan: %(group)s"),
    "reject": gettext_lazy("Kabar ditolak: %(group)s"),
    "take_back": gettext_lazy("Keputusan dibatalkan: %(group)s"),
}


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST_NOTICE)


def _notify(feed: Feed, *, key: str, title: Any, text: Any, action: Any, at: dt.datetime) -> None:
    """One notice for those who judge, one for the group."""
    group = feed.group
    with override(settings.LANGUAGE_CODE):
        facts: dict[str, Any] = {
            "area": group.area,
            "group_code": group.code,
            "title": str(title) % {"group": group.name},
            "text": _shortened(f"{feed.channel.url}. {text}"),
            "href": reverse("feed", args=[feed.code]),
            "action": str(action),
            "on": timezone.localdate(at),
            "at": at,
        }
        notify(key=key, audience=Capability.JUDGE_HARVEST, **facts)
        notify(key=f"{key}:kim", audience=Capability.EDIT_OWN_GROUP, is_inside_group=True, **facts)
