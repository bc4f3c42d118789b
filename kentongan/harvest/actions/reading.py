"""Comparing what a visit brought with what is stored of the feed, and asking the guard about it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kentongan.harvest.actions.fresh import Fresh
from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.guard import judge_channel, judge_entry, past_of
from kentongan.harvest.guard.channels import NO_PAGE
from kentongan.harvest.guard.entries import SUSPECT, depends_on_past
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.rules import pace
from kentongan.harvest.rules.copies import absent_at
from kentongan.harvest.rules.errands import Visit
from kentongan.harvest.rules.plan import Coming, Known, Plan, marks_of, plan
from kentongan.harvest.rules.shapes import Parsed, Past, Reason, Verdict
from kentongan.registry.models import Group

# Stored entries that a visit is compared with, newest first, besides those of the same keys.
REMEMBERED = 600
# Credited, or a copy of what is.
SHOWN = (EntryState.ACCEPTED, EntryState.COPY)


@dataclass(slots=True)
class Reading:
    """What one answer means for one feed."""

    feed: Feed
    visit: Visit
    plan: Plan
    # By key, for all that the guard was asked about.
    verdicts: dict[str, Verdict]
    channel: Verdict
    # Until when what is new now was not there: rules.copies.
    absent_at: dt.datetime | None = None
    new: list[Fresh] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)

    @property
    def group(self) -> Group:
        return self.feed.group

    @property
    def is_held(self) -> bool:
        return self.feed.guard != Guard.CLEAR or self.channel.is_suspect

    @property
    def edited(self) -> list[Coming]:
        """Entries that read otherwise now, and those that lead to a place the guard warns of."""
        turned = (one for one in self.plan.unchanged if one.leads_elsewhere and self.is_suspect(one))
        return [*self.plan.changed, *turned]

    @property
    def held(self) -> list[Entry | Fresh]:
        """What was stored and is in quarantine."""
        stored: list[Entry | Fresh] = [*self.new, *self.changed]
        return [entry for entry in stored if entry.state == EntryState.QUARANTINED]

    def is_suspect(self, coming: Coming) -> bool:
        verdict = self.verdicts.get(coming.key)
        return verdict is not None and verdict.is_suspect


def read(feed: Feed, visit: Visit, now: dt.datetime, given: Mapping[str, Verdict] | None) -> Reading:
    """Compare what came with what is stored, and ask the guard."""
    parsed = _marked(visit.parsed)
    # Of the address, not of the channel: what another one shows may be of any age.
    is_first = not feed.body_digest or visit.discovery is not None
    known, past = _known(feed, [mark.key for mark in parsed.marks], now)
    planned = plan(known, parsed, is_first=is_first, now=now)
    asked = [one for one in (*planned.new, *planned.changed, *planned.unchanged) if _is_asked(one)]
    verdicts = {
        one.key: (given or {}).get(one.key) or _fresh(_judged(one, parsed.verdicts, past), one.known) for one in asked
    }
    channel = Verdict(is_suspect=False)
    # Changes alone never make a channel suspect.
    if visit.page or any(verdict.is_suspect for verdict in verdicts.values()):
        channel = judge_channel(
            [one.seen for one in asked],
            [verdicts[one.key] for one in asked],
            past=past,
            page=visit.page or NO_PAGE,
            other_page=visit.other_page or NO_PAGE,
        )
    if feed.released_at and _weight(_unheard(channel.reasons, feed.guard_reasons)) < SUSPECT:
        channel = Verdict(is_suspect=False)
    verdicts |= {
        key: verdict for key, verdict in _flood(feed, planned.new, now).items() if not verdicts[key].is_suspect
    }
    absent = absent_at(tried_at=feed.tried_at, is_known=_is_known(feed), now=now)
    return Reading(feed, visit, planned, verdicts, channel, absent)


def _flood(feed: Feed, new: Sequence[Coming], now: dt.datetime) -> dict[str, Verdict]:
    """What a known channel brings beyond a day's measure, by key: sites show their newest first, and the first are taken."""
    # With so few a visit nobody gets there.
    if not _is_known(feed) or feed.guard != Guard.CLEAR or len(new) * pace.VISITS_A_DAY <= pace.MOST_NEW:
        return {}
    lately = feed.entries.filter(seen_at__gt=now - dt.timedelta(days=1), absent_at__isnull=False)
    taken = lately.filter(state__in=SHOWN, decided_by=None).count()
    if feed.follows_id and feed.found_at is None:
        before = Entry.objects.filter(feed=feed.follows_id, key__in=[one.key for one in new]).values_list(
            "key", flat=True
        )
        new = [one for one in new if one.key not in set(before)]
    reason = Reason("pace", {"count": taken + len(new), "most": pace.MOST_NEW}, SUSPECT)
    surplus = new[max(pace.MOST_NEW - taken, 0) :]
    return {one.key: Verdict(is_suspect=True, reasons=(reason,), score=SUSPECT) for one in surplus}


def _marked(parsed: Parsed | None) -> Parsed:
    """With what its entries are known by, which most bring along from where they were read."""
    if parsed is None:
        return Parsed(form="")
    return parsed if parsed.marks else replace(parsed, marks=marks_of(parsed.entries))


def _judged(one: Coming, verdicts: Sequence[Verdict], past: Past) -> Verdict:
    """What the guard says of an entry, which it said beside the reading where the past does not matter."""
    verdict = verdicts[one.at] if verdicts else None
    if verdict is None or depends_on_past(verdict):
        return judge_entry(one.seen, past=past)
    return verdict


def _known(feed: Feed, keys: Collection[str], now: dt.datetime) -> tuple[dict[str, Known], Past]:
    """What is stored of the feed, as far as this visit can touch it, and what it was like."""
    if feed.found_at is None and feed.follows_id is None:
        return {}, Past()
    if feed.found_at is None:
        before = Entry.objects.filter(feed=feed.follows_id).order_by("-published_at", "-pk").values(*_KNOWN)
        return {}, _past(before[:REMEMBERED], now)
    rows = feed.entries.order_by("-published_at", "-pk").values(*_KNOWN)
    found = list(rows[:REMEMBERED])
    if len(found) == REMEMBERED and (missing := set(keys) - {row["key"] for row in found}):
        found += rows.filter(key__in=missing)
    return {row["key"]: _as_known(row, feed) for row in found}, _past(found, now)


def _past(rows: Iterable[Mapping[str, Any]], now: dt.datetime) -> Past:
    return past_of(
        [(row["language"], row["link_hosts"], row["published_at"]) for row in rows if row["state"] in SHOWN], now=now
    )


def _is_known(feed: Feed) -> bool:
    """Whether its site was read before, under this channel or another one of the group."""
    return feed.reached_at is not None or feed.follows_id is not None


_KNOWN = (
    *("pk", "key", "guid", "link", "title", "published_at", "dated", "fingerprint", "digest"),
    *("language", "link_hosts", "state", "seen_at", "decided_by", "reasons"),
)


def _as_known(row: Mapping[str, Any], feed: Feed) -> Known:
    is_released = feed.released_at is not None and row["seen_at"] <= feed.released_at
    return Known(
        pk=row["pk"],
        key=row["key"],
        guid=row["guid"],
        link=row["link"],
        title=row["title"],
        published=row["published_at"],
        dated=row["dated"],
        fingerprint=row["fingerprint"],
        digest=row["digest"],
        is_cleared=row["decided_by"] is not None or is_released,
        reasons=tuple(row["reasons"]),
    )


def _is_asked(one: Coming) -> bool:
    """Whether the guard looks at it: not at what a person let go, unless it reads otherwise or leads elsewhere since."""
    known = one.known
    return known is None or not known.is_cleared or one.digest != known.digest or one.leads_elsewhere


def _fresh(verdict: Verdict, known: Known | None) -> Verdict:
    """What a person let go is not held again for the same reasons."""
    if verdict.is_suspect and known and known.is_cleared and not _unheard(verdict.reasons, known.reasons):
        return Verdict(is_suspect=False)
    return verdict


def _weight(reasons: Iterable[Reason]) -> int:
    return sum(reason.weight for reason in reasons)


def _unheard(reasons: Sequence[Reason], heard: Iterable[Mapping[str, Any]]) -> list[Reason]:
    said = [(reason["code"], reason["values"]) for reason in heard]
    return [reason for reason in reasons if reason.weight > 0 and (reason.code, reason.values) not in said]
