"""Judges a whole channel: how many of its entries sell, what changed suddenly, and what its page does behind readers' backs."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from kentongan.harvest.guard.defacing import defacement
from kentongan.harvest.guard.entries import (
    DEFACED,
    SUSPECT,
    verdict_of,
    weigh_hidden,
    weigh_links,
    weigh_script,
    weigh_text,
)
from kentongan.harvest.guard.folding import fold
from kentongan.harvest.guard.hosts import hosts_of, is_ordinary, sells
from kentongan.harvest.guard.pages import page_of
from kentongan.harvest.guard.scripts import foreign_share
from kentongan.harvest.guard.weighing import PAGE_STRETCH, SHOWN, Weight
from kentongan.harvest.rules.links import host_of
from kentongan.harvest.rules.shapes import Page, Past, Reason, Seen, Verdict

# So many suspect entries, or so large a share of at least two, are a channel taken over.
MANY, MANY_SHARE = 3, 0.15
HALF = 0.5
SHARE, SOME = 10, 4
PAGE = 10
# Each host that a link with nothing but a seller's words leads to; two are enough, and one whose name sells, too.
ANCHOR, MOST_ANCHORS = 5, 15
# A page shows many items below each other, their titles among them: its text must sell more than an entry.
PAGE_TEXT = 16
CLOAKED = 12

# Sudden changes never make a channel suspect alone: people go on holiday, learn English and upload old archives.
MOST_FOR_CHANGES = 8
LANGUAGE, PACE, HOSTS, MOULD = 4, 4, 3, 3
# Changes are seen only against so much of a past.
ENOUGH_PAST = 5
# Languages of the region are no change.
NEIGHBOURS = frozenset({"", "id", "jv", "su", "ms", "mad", "ban", "min", "bug", "ace", "bjn"})
BURST, BURST_TIMES = 12, 10
REPEATED = 3
MOULD_WORDS = 5

NO_PAGE = Page()

_WORD = re.compile(r"[^\W\d_]+|\d+")


def judge_channel(
    seen: Sequence[Seen],
    verdicts: Sequence[Verdict],
    *,
    past: Past,
    page: Page = NO_PAGE,
    other_page: Page = NO_PAGE,
) -> Verdict:
    """Whether a channel was taken over. ``page`` is its page as we see it, ``other_page`` as a phone sees it that comes from a search engine."""
    weight = Weight()
    suspects = [entry for entry, verdict in zip(seen, verdicts, strict=True) if verdict.is_suspect]
    _weigh_share(weight, seen, suspects, [verdict for verdict in verdicts if verdict.is_suspect])
    # Who may write the newest entry has the whole site.
    newest = [reason for reason in (verdicts[0].reasons if verdicts else ()) if reason.code == "defaced"]
    weight.reasons += newest
    _weigh_changes(weight, seen, past)
    _weigh_pages(weight, page, other_page, past)
    return verdict_of(weight)


def _weigh_share(weight: Weight, seen: Sequence[Seen], suspects: list[Seen], verdicts: list[Verdict]) -> None:
    if not suspects:
        return
    number, share = len(suspects), len(suspects) / len(seen)
    is_taken = (number >= MANY and share >= MANY_SHARE) or number >= 2 * MANY or (number >= 2 and share >= HALF)
    topics = Counter(reason.values.get("topic") or reason.code for verdict in verdicts for reason in _telling(verdict))
    weight.add(
        "share",
        SHARE if is_taken else SOME,
        count=number,
        of=len(seen),
        topics=[topic for topic, _times in topics.most_common(3)],
        titles=[entry.title[:80] for entry in suspects if entry.title][:3],
    )


def _telling(verdict: Verdict) -> list[Reason]:
    """The weightiest reason of a verdict, if any."""
    return list(verdict.reasons[:1])


def _weigh_changes(weight: Weight, seen: Sequence[Seen], past: Past) -> None:
    changes = Weight()
    _weigh_language(changes, seen, past)
    _weigh_pace(changes, seen, past)
    _weigh_new_hosts(changes, seen, past)
    _weigh_mould(changes, seen)
    room = MOST_FOR_CHANGES
    for reason in sorted(changes.reasons, key=lambda reason: -reason.weight):
        weight.reasons.append(Reason(reason.code, reason.values, min(reason.weight, room)))
        room -= min(reason.weight, room)


def _weigh_language(changes: Weight, seen: Sequence[Seen], past: Past) -> None:
    known = sum(past.languages.values())
    spoken = Counter(entry.language for entry in seen)
    if known < ENOUGH_PAST or len(seen) < REPEATED:
        return
    language, times = spoken.most_common(1)[0]
    if language in NEIGHBOURS or times < 0.6 * len(seen) or past.languages.get(language, 0) > 0.05 * known:
        return
    usual = max(past.languages, key=past.languages.__getitem__)
    changes.add("language", LANGUAGE, now=language, before=usual, count=times, of=len(seen))


def _weigh_pace(changes: Weight, seen: Sequence[Seen], past: Past) -> None:
    days = Counter(entry.published.astimezone(dt.UTC).date() for entry in seen if entry.published)
    if not days:
        return
    most = max(days.values())
    usual = (
        past.entries / past.days
        if past.entries >= ENOUGH_PAST and past.days
        else median(days.values())
        if len(days) >= ENOUGH_PAST
        else None
    )
    if usual is not None and most >= BURST and most >= BURST_TIMES * usual:
        changes.add("pace", PACE, count=most, usual=round(usual, 1))


def _weigh_new_hosts(changes: Weight, seen: Sequence[Seen], past: Past) -> None:
    """Many entries that suddenly lead to the same unknown place."""
    if sum(past.languages.values()) < ENOUGH_PAST and past.entries < ENOUGH_PAST:
        return
    times: Counter[str] = Counter()
    for entry in seen:
        own = host_of(entry.link)
        times.update(
            host
            for host in hosts_of(entry.links)
            if host != own and not is_ordinary(host) and host not in past.link_hosts
        )
    new = [host for host, count in times.most_common(SHOWN) if count >= REPEATED and count >= 0.3 * len(seen)]
    if new:
        changes.add("new_hosts", HOSTS, hosts=new, count=times[new[0]])


def _weigh_mould(changes: Weight, seen: Sequence[Seen]) -> None:
    """Long titles that begin or end alike, out of one mould: “NAMA88 Situs Slot Gacor Resmi Hari Ini” with another name each time."""
    moulds: Counter[tuple[str, ...]] = Counter()
    titles: dict[tuple[str, ...], str] = {}
    for entry in seen:
        words = _WORD.findall(fold(entry.title))
        if len(words) > MOULD_WORDS:
            for mould in {("begins", *words[:MOULD_WORDS]), ("ends", *words[-MOULD_WORDS:])}:
                moulds[mould] += 1
                titles.setdefault(mould, entry.title[:80])
    if moulds:
        mould, times = moulds.most_common(1)[0]
        if times >= ENOUGH_PAST and times >= HALF * len(seen):
            changes.add("mould", MOULD, count=times, of=len(seen), title=titles[mould])


def _weigh_pages(weight: Weight, page: Page, other: Page, past: Past) -> None:
    shown = _weigh_page(page, past)
    weight.reasons += shown.reasons
    if other == NO_PAGE:
        return
    behind = _weigh_page(other, past)
    known = {reason.code for reason in shown.reasons}
    if behind.score >= SUSPECT and any(reason.code not in known for reason in behind.reasons):
        weight.add("cloaked", CLOAKED, words=behind.words, title=other.head.partition("\n")[0][:80])


def weighed(body: bytes, address: str = "") -> Page:
    """A page as it was answered, with what is told of it where no past matters. Never fails."""
    page = page_of(body, address)
    return replace(page, told=tuple(_weigh_page(page, Past()).reasons))


def _depends_on_past(page: Page) -> bool:
    """Whether a script may be at home on some channels, and foreign on others."""
    return any(foreign_share(part)[0] for part in (page.head, page.text, page.hidden))


def _weigh_page(page: Page, past: Past) -> Weight:
    """A page counts by its head, its text, its hidden text, its links and where it takes its readers."""
    if page.told is not None and not _depends_on_past(page):
        return Weight(list(page.told))
    found = Weight()
    if page == NO_PAGE:
        return found
    head = weigh_text(page.head, has_title=True)
    weigh_script(head, page.head, "", past=past)
    if head.score >= SUSPECT:
        found.add("page_head", PAGE, title=page.head.partition("\n")[0][:80], words=head.words)
    if words := defacement(page.head, fold(page.head)) or defacement(page.text, fold(page.text)):
        found.add("page_defaced", DEFACED, words=[words])
    text = weigh_text(page.text, length=PAGE_STRETCH)
    weigh_script(text, "", page.text, past=past)
    if text.score >= PAGE_TEXT:
        found.add("page_words", PAGE, words=text.words)
    if page.hidden:
        hidden = Weight()
        weigh_hidden(hidden, page.hidden, past=past)
        found.reasons += [Reason("page_hidden", reason.values, reason.weight) for reason in hidden.reasons]
    if leads := [host for host in hosts_of(page.leads) if sells(host)]:
        found.add("page_leads", PAGE, hosts=leads[:SHOWN])
    _weigh_anchors(found, page)
    links = Weight()
    weigh_links(links, page.links, own=page.host)
    found.reasons += [Reason("page_hosts", reason.values, reason.weight) for reason in links.reasons]
    return found


def _weigh_anchors(found: Weight, page: Page) -> None:
    """A sponsor has a name; nobody else's link is called “slot gacor”."""
    sold = {
        host: said
        for said, host in page.anchors
        if any(reason.code == "bare" for reason in weigh_text(said, has_title=True).reasons)
    }
    if sold:
        pairs = [{"written": said, "host": host} for host, said in sold.items()][:SHOWN]
        found.add("page_links", min(MOST_ANCHORS, ANCHOR * len(sold)), pairs=pairs)
