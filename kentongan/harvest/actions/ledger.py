"""Credit: the ledger of evidence says what became of each entry, and a text is credited once, to whoever showed it first.

Called inside the transaction of the verbs.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.accounts.models import Office
from kentongan.areas.models import Area
from kentongan.core.audit import record_event
from kentongan.core.clock import now, today
from kentongan.core.rows import among
from kentongan.evidence.actions import NewEvidence, life_of, record_many, review
from kentongan.evidence.enums import Source, Standing, Verdict
from kentongan.evidence.models import Evidence
from kentongan.evidence.rules.intake import Life, misfit_of
from kentongan.evidence.rules.standing import standing_of
from kentongan.harvest.actions.fresh import Fresh
from kentongan.harvest.enums import EntryState
from kentongan.harvest.models import Entry
from kentongan.harvest.rules.copies import Shown, firsts, heads
from kentongan.harvest.rules.reasons import sentence
from kentongan.newsroom.actions.ledger import settle_copies
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, has_text
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Group

# What may be the first of its copies.
RIVALS = (EntryState.ACCEPTED, EntryState.COPY)
LONGEST_LINK = 500
LONGEST_REASON = 300
BATCH = 500

Zones = Mapping[str, ZoneInfo]


# --- Days -----------------------------------------------------------------------------------------------


def office_zones() -> dict[str, ZoneInfo]:
    """The time zone of every office, by its area."""
    return {area: ZoneInfo(name) for area, name in Office.objects.values_list("pk", "time_zone")}


def zone_of(area: Area, zones: Zones) -> ZoneInfo:
    """The time zone of the nearest office above the area."""
    return next((zones[code] for code in reversed(area.ancestor_codes) if code in zones), ZoneInfo(settings.TIME_ZONE))


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a group: in its own time zone, as far as today, and as long as it is there."""

    zone: ZoneInfo
    life: Life
    today: dt.date

    def of(self, moment: dt.datetime) -> dt.date:
        """The day of the moment; what is already tomorrow there is still today's."""
        return min(moment.astimezone(self.zone).date(), self.today)

    def fit(self, day: dt.date) -> bool:
        """Whether the group can have published anything on that day."""
        return misfit_of(day, None, life=self.life, today=self.today) is None


def days_of(group: Group, zones: Zones) -> Days:
    return Days(zone_of(group.area, zones), life_of(group), today())


def day_of(moment: dt.datetime, group: Group, zones: Zones) -> dt.date:
    """The day of the moment where the group is."""
    return days_of(group, zones).of(moment)


def fits(group: Group, day: dt.date) -> bool:
    """Whether the group can have published anything on that day."""
    return misfit_of(day, None, life=life_of(group), today=today()) is None


# --- Copies ---------------------------------------------------------------------------------------------


def doubtful(prints: Collection[str]) -> set[str]:
    """Those of the fingerprints that some entry or article has already."""
    found: set[str] = set()
    for model in (Entry, Article):
        rows = model._default_manager.filter(~Q(fingerprint=""), fingerprint__in=among(prints))
        found.update(rows.order_by().values_list("fingerprint", flat=True))
    return found


def settle_with(entries: Collection[Entry], zones: Zones) -> None:
    """What became of these entries is said of them, and of all that show the same."""
    write([entry for entry in entries if not entry.fingerprint and not entry.page], zones)
    settle({entry.fingerprint for entry in entries}, {entry.page for entry in entries})


def settle(prints: Collection[str], pages: Collection[str] = (), *, and_articles: bool = True) -> None:
    """Find the first of each text and of each page anew: it is credited, all others are copies. Articles of ours follow."""
    prints, pages = set(prints) - {""}, set(pages) - {""}
    # Another entry may stand for a page now, with another text.
    of_pages = Entry.objects.filter(key__in=pages, state__in=RIVALS) if pages else Entry.objects.none()
    prints |= set(of_pages.order_by().values_list("fingerprint", flat=True)) - {""}
    if not prints and not pages:
        return
    articles = Article.objects.filter(has_text(prints)).order_by("pk").select_for_update(of=("self",))
    shown = [
        Shown(article.fingerprint, at, seen_at=at, absent_at=at)
        for article in articles
        if article.state == State.PUBLISHED and (at := article.published_at)
    ]
    rivals = list(
        Entry.objects.filter(has_text(prints) | Q(key__in=pages), state__in=RIVALS)
        .order_by("pk")
        .select_related("group__area", "feed__channel__group")
        .select_for_update(of=("self",))
    )
    zones = office_zones()
    rivals = _fitting(rivals, zones)
    head = _heads(rivals)
    first = firsts([*shown, *(one for one in set(head.values()) if one.fingerprint)])
    for entry in rivals:
        of_page = head[entry.pk]
        winner = first[of_page.fingerprint].pk if of_page.fingerprint else of_page.pk
        is_first = winner == entry.pk
        state, copy_of = (EntryState.ACCEPTED, None) if is_first else (EntryState.COPY, winner)
        if (entry.state, entry.copy_of_id) != (state, copy_of):
            Entry.objects.filter(pk=entry.pk).update(state=state, copy_of=copy_of)
            entry.state, entry.copy_of_id = state, copy_of
    write(rivals, zones)
    if and_articles and articles:
        settle_copies(prints)


def _heads(rivals: Sequence[Entry]) -> dict[int | None, Shown]:
    """Which entry stands for the page of each; those with the same pages are asked for, whatever their texts."""
    others = Entry.objects.filter(key__in={entry.page for entry in rivals} - {""}, state__in=RIVALS)
    others = others.exclude(pk__in=[entry.pk for entry in rivals]).only(*_SHOWN).order_by("pk")
    return heads([_shown(entry) for entry in (*rivals, *others)])


_SHOWN = ("fingerprint", "published_at", "seen_at", "absent_at", "key", "link", "group_id")


def _shown(entry: Entry) -> Shown:
    return Shown(
        entry.fingerprint,
        entry.published_at,
        entry.seen_at,
        entry.absent_at,
        pk=entry.pk,
        page=entry.page,
        group=entry.group_id,
    )


def same_pages(entries: Collection[Entry], states: Collection[str]) -> list[Entry]:
    """The same groups' other entries of the same pages, in one of the states; kept from others until the transaction ends."""
    wanted = {(entry.group_id, entry.page) for entry in entries if entry.page}
    rows = Entry.objects.filter(key__in={page for _group, page in wanted}, state__in=states)
    rows = rows.exclude(pk__in=[entry.pk for entry in entries]).select_related("group__area", "feed__channel__group")
    locked = rows.order_by("pk").select_for_update(of=("self",))
    return [entry for entry in locked if (entry.group_id, entry.page) in wanted]


def _fitting(rivals: Sequence[Entry], zones: Zones) -> list[Entry]:
    """Without copies of days that their groups no longer have: the register was corrected after they came."""
    outside = {
        entry.pk
        for entry in rivals
        if entry.state == EntryState.COPY and not fits(entry.group, day_of(entry.published_at, entry.group, zones))
    }
    Entry.objects.filter(pk__in=outside).update(state=EntryState.OUTSIDE, copy_of=None)
    return [entry for entry in rivals if entry.pk not in outside]


def settle_elsewhere(prints: Collection[str]) -> None:
    """The newsroom's articles with these texts changed; it has settled its own."""
    settle(prints, and_articles=False)


def first_elsewhere(prints: Collection[str]) -> dict[str, dt.datetime]:
    """When each text was first shown on a group's own site, for the newsroom."""
    rivals = Entry.objects.filter(has_text(prints), state__in=RIVALS).only(*_SHOWN)
    since: dict[str, dt.datetime] = {}
    for one in set(_heads(list(rivals.order_by("pk"))).values()):
        since[one.fingerprint] = min(since.get(one.fingerprint, one.since), one.since)
    return since


# --- Evidence -------------------------------------------------------------------------------------------


def write(entries: Iterable[Entry], zones: Zones | None = None) -> int:
    """Make the ledger say of each entry what its state says; returns how many pieces of evidence came or went.

    What a person said about a piece of evidence stands.
    """
    entries, changes = list(entries), 0
    for start in range(0, len(entries), BATCH):
        some = entries[start : start + BATCH]
        known = _evidence_of(some)
        fresh = [entry for entry in some if entry.state == EntryState.ACCEPTED and entry.evidence_key not in known]
        if fresh:
            zones = office_zones() if zones is None else zones
            changes += record_new([(entry, day_of(entry.published_at, entry.group, zones)) for entry in fresh])
        _tell(fresh)
        with override(settings.LANGUAGE_CODE):
            changes += sum(_say(entry, known[entry.evidence_key]) for entry in some if entry.evidence_key in known)
    return changes


def _tell(fresh: Sequence[Entry]) -> None:
    """One event for each feed that was credited because of what happened elsewhere; reviews tell of themselves."""
    for feed, times in Counter(entry.feed for entry in fresh).items():
        record_event(
            verb="credit",
            kind="feed",
            key=feed.code,
            label=str(feed.channel),
            area_code=feed.group.area_id,
            changes={"credited": [None, times]},
        )


def record_new(entries: Iterable[tuple[Entry | Fresh, dt.date]], *, at: dt.datetime | None = None) -> int:
    """Evidence of accepted entries, each with its day, known from ``at`` on, or from now; says how many pieces were new."""
    moment = at or now()
    return record_many(entries=[_new_evidence(entry, day, moment) for entry, day in entries]).new


def _new_evidence(entry: Entry | Fresh, day: dt.date, at: dt.datetime) -> NewEvidence:
    is_video = entry.feed.channel.kind == ChannelKind.YOUTUBE
    return NewEvidence(
        group_id=entry.group_id,
        kind="unggahan" if is_video else "berita",
        occurred_on=day,
        source=Source.HARVESTED,
        key=entry.evidence_key,
        title=entry.title or entry.summary,
        url=entry.link if len(entry.link) <= LONGEST_LINK else "",
        recorded_at=at,
    )


def _evidence_of(entries: Sequence[Entry]) -> dict[str, Evidence]:
    rows = Evidence.objects.filter(
        group__in={entry.group_id for entry in entries}, key__in=[entry.evidence_key for entry in entries]
    )
    return {row.key: row for row in rows.select_related("group__area").with_verdict()}


def _say(entry: Entry, evidence: Evidence) -> bool:
    """Review the evidence where it says something else than the entry's state; whether that was needed."""
    standing = standing_of(evidence.source, evidence.verdict)  # type: ignore[attr-defined]
    verdict = _VERDICTS.get((_wanted(entry), standing))
    if verdict is None or (_is_said_by_a_person(evidence) and not _is_rejected_by_a_person(entry)):
        return False
    review(evidence=evidence, verdict=verdict, reason=_reason(entry))
    return True


def _wanted(entry: Entry) -> Standing:
    return {
        EntryState.ACCEPTED: Standing.CONFIRMED,
        EntryState.QUARANTINED: Standing.DISPUTED,
    }.get(EntryState(entry.state), Standing.WITHDRAWN)


# What is said of evidence that should stand so and stands otherwise. Withdrawn is not disputed any more.
_VERDICTS = {
    (Standing.CONFIRMED, Standing.DISPUTED): Verdict.REOPENED,
    (Standing.CONFIRMED, Standing.WITHDRAWN): Verdict.REOPENED,
    (Standing.DISPUTED, Standing.CONFIRMED): Verdict.DISPUTED,
    (Standing.WITHDRAWN, Standing.CONFIRMED): Verdict.WITHDRAWN,
    (Standing.WITHDRAWN, Standing.DISPUTED): Verdict.WITHDRAWN,
}


def _is_said_by_a_person(evidence: Evidence) -> bool:
    latest = evidence.reviews.order_by("-at", "-pk").values_list("by", flat=True).first()
    return latest is not None


def _is_rejected_by_a_person(entry: Entry) -> bool:
    return entry.state == EntryState.REJECTED and entry.decided_by_id is not None


def _reason(entry: Entry) -> str:
    if entry.state == EntryState.QUARANTINED and entry.reasons:
        return " ".join(sentence(reason) for reason in entry.reasons)[:LONGEST_REASON]
    return {
        EntryState.ACCEPTED: _("Kabarnya dihitung lagi."),
        EntryState.COPY: _("Salinan dari kabar yang tampil lebih dulu di tempat lain."),
        EntryState.QUARANTINED: _("Kabarnya dikarantina, karena situsnya tampak dibajak."),
        EntryState.REJECTED: entry.decided_reason or _("Dipastikan bukan kabar KIM."),
        EntryState.UNDATED: _("Tanggal kabarnya tidak diketahui."),
        EntryState.OUTSIDE: _("Tanggal kabarnya di luar masa KIM."),
    }[EntryState(entry.state)]
