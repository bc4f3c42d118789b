"""Judges one entry: what it promotes, not what it tells about."""

from urllib.parse import unquote, urlsplit

from kentongan.harvest.guard.defacing import defacement
from kentongan.harvest.guard.folding import fold
from kentongan.harvest.guard.hosts import hosts_of, is_below, sells, sells_plainly
from kentongan.harvest.guard.lexicon import FOREIGN
from kentongan.harvest.guard.reading import Reading, holds_nothing
from kentongan.harvest.guard.scripts import foreign_share, languages_of
from kentongan.harvest.guard.weighing import SHOWN, STRETCH, Weight, weigh
from kentongan.harvest.rules.links import host_of
from kentongan.harvest.rules.shapes import CLEAN, Past, Seen, Verdict

SUSPECT = 10

# A further host whose name says it plainly counts more than one with a name like theirs.
HOST, FURTHER_HOST, FURTHER_PLAIN_HOST, MOST_HOSTS = 6, 2, 4, 12
OWN_ADDRESS = 6
DEFACED = 10
HIDDEN, HIDDEN_ENOUGH = 10, 4
# Share of letters, least letters, points.
FOREIGN_SHARES = ((0.5, 8, 10), (0.3, 20, 6))
FOREIGN_WORDS = 6
# A language with so many entries before is at home here.
AT_HOME = 3


def judge_entry(seen: Seen, *, past: Past) -> Verdict:
    """Whether an entry promotes what a village's group would not, and what was seen. Takes time in proportion to its length."""
    weight = Weight()
    title = seen.title or _address_words(seen.link)
    body = seen.text or seen.summary
    # Summaries stand on one line.
    if seen.summary and seen.summary not in body.replace("\n", " "):
        body = f"{body}\n{seen.summary}"
    text = f"{title}\n{body}"
    folded = fold(text)
    weight.reasons += weigh_text(text, folded, has_title=bool(title)).reasons
    if words := defacement(text, folded):
        weight.add("defaced", DEFACED, words=[words])
    weigh_script(weight, title, body, past=past)
    if seen.hidden:
        weigh_hidden(weight, seen.hidden, past=past)
    weigh_links(weight, seen.links)
    own = host_of(seen.link)
    if own and sells(own, is_own=True):
        weight.add("own_address", OWN_ADDRESS, host=own)
    return verdict_of(weight)


def depends_on_past(verdict: Verdict) -> bool:
    """Whether what was said of an entry without a past may be otherwise with one: a script may be at home somewhere."""
    return any(reason.code in ("script", "hidden") for reason in verdict.reasons)


def verdict_of(weight: Weight) -> Verdict:
    if not weight.reasons:
        return CLEAN
    reasons = tuple(sorted(weight.reasons, key=lambda reason: -reason.weight))
    return Verdict(is_suspect=weight.score >= SUSPECT, reasons=reasons, score=weight.score)


def weigh_text(
    text: str, folded: str | None = None, *, has_title: bool = False, may_report: bool = True, length: int = STRETCH
) -> Weight:
    folded = fold(text) if folded is None else folded
    if holds_nothing(folded):
        return Weight()
    return weigh(Reading(text, folded), has_title=has_title, may_report=may_report, length=length)


def weigh_script(weight: Weight, title: str, body: str, *, past: Past) -> None:
    """Points for a foreign script that this site has never written in."""
    if title.isascii() and body.isascii():
        return
    text = f"{title}\n{body}"
    for part in (text, title):
        script, letters, share = foreign_share(part)
        if not script or any(past.languages.get(language, 0) >= AT_HOME for language in languages_of(script)):
            continue
        points = next((points for least, fewest, points in FOREIGN_SHARES if share >= least and letters >= fewest), 0)
        if points:
            weight.add("script", points if part is text else min(points, 6), script=script, percent=round(share * 100))
            break
    small = text.casefold()
    words = [word for word in FOREIGN if word in small]
    if words:
        weight.add("foreign_words", FOREIGN_WORDS + 2 * (len(words) - 1), words=words[:SHOWN])


def weigh_hidden(weight: Weight, hidden: str, *, past: Past) -> None:
    """Points for text that readers cannot see, where it sells."""
    inside = weigh_text(hidden, may_report=False)
    weigh_script(inside, "", hidden, past=past)
    if inside.score >= HIDDEN_ENOUGH:
        weight.add("hidden", HIDDEN, words=inside.words)


def weigh_links(weight: Weight, links: tuple[str, ...], *, own: str = "") -> None:
    """Points for each seller's host; ``own`` is that of the site, where it is known for sure."""
    if not links:
        return
    hosts = [host for host in hosts_of(links) if sells(host, is_own=is_below(host, (own,)))]
    if hosts:
        further = sorted(map(sells_plainly, hosts), reverse=True)[1:]
        points = HOST + sum(FURTHER_PLAIN_HOST if is_plain else FURTHER_HOST for is_plain in further)
        weight.add("hosts", min(MOST_HOSTS, points), hosts=hosts[:SHOWN], count=len(hosts))


def _address_words(link: str) -> str:
    """The words in the last part of an address, for entries without a title."""
    try:
        path = unquote(urlsplit(link).path)
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")[:300]
