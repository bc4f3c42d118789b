"""A page for people: the feeds it names, and the entries on it that carry a date, in whatever theme."""

import datetime as dt
import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.raw import MOST_ENTRIES, Raw, Source
from kentongan.harvest.rules import dates
from kentongan.harvest.rules.links import canonical, host_of
from kentongan.harvest.rules.shapes import Failed

MOST_LEADS = 10
MOST_DATES = 300
# How far up from a date its entry may begin.
MOST_STEPS = 8
# In steps up, and in elements between a link and a date where neither is in a part of its own.
NEAR = 3
# What holds more links than this is no entry, and who reads more on one page?
MOST_LINKS_OF_ENTRY = 150
MOST_LINKS = 2_000
LONGEST_LINE = 120
LONGEST_AGO = 60
# Of the texts in a day that stands in a box, with the line ends between them.
MOST_PIECES = 12
SHORTEST_TITLE = 8
# In letters, of what stands as a title: "Ronda" is one, "08.10" is none.
SHORTEST_HEADING = 5
# How far above other links that stand nearer to a date, as those of author and subject do, its title may be.
ABOVE_OTHERS = 2
# Between noon of the day in an address and the moment on the page, which may be in another zone.
MOST_APART = dt.timedelta(hours=36)
SHORTEST_SUMMARY = 40

_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "text/xml",
    "application/xml",
}
_FEED_ADDRESS = re.compile(
    r"/(?:feed|rss|atom)(?:\.xml|\.php)?/?$|/feeds/posts/(?:default|summary)|[?&]format=feed|[?&]feed=(?:rss2?|atom)|/(?:rss|feed|atom|index)\.xml$",
    re.I,
)
_COMMENTS = re.compile(r"comment|komentar", re.I)
_MORE = re.compile(
    r"\W*(?:baca|lihat|read|view|continue)?\s*(?:selengkapnya|selanjutnya|lengkap|more|detail|reading)\W*", re.I
)
# A place on a page is none of its own: a comment, mostly.
_NO_ENTRY = re.compile(
    r"/(?:category|kategori|tag|label|authors?|penulis|redaktur|editors?|users?|page|halaman|search|iklan)(?:/|$)|#(?!more)\w|[?&](?:cat|author|paged)=",
    re.I,
)
_OF_COMMENTS = re.compile(r"(?:^|\s)(?:[\w-]*(?:recent|latest|list)[_-]?)?(?:comment|komentar)", re.I)
_OF_NO_ENTRY = re.compile(r"©|\bcopyright\b|\bhak cipta\b|\ball rights\b|\bmasa jabatan\b|\bsejak\b", re.I)
_IN_PIECES = re.compile(r"(?:[a-z]+,? )?(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2}),? \d{4}", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What is one thing of several.
_ITEMS = ("article", "li", "tr")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNREAD = ("script", "style", "template", "noscript", "svg", "iframe", "select", "textarea")
_ALTERNATES: Any = etree.XPath(
    "//link[@href and contains(concat(' ', translate(@rel, 'ALTERN', 'altern'), ' '), ' alternate ')]"
)


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    title: str
    element: Any
    # Titles stand before mere words, and words before "read on".
    rank: int


def read(text: str, *, address: str, now: dt.datetime) -> Source:
    """Raises ``Failed`` where the bytes are no page."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Failed(Trouble.UNREADABLE, "HTML") from error
    base = _base(root, address)
    leads = list(islice(dict.fromkeys(_leads(root, base)), MOST_LEADS))
    title = " ".join((root.findtext(".//title") or "").split())
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    raws = _entries(root, base, now)
    return Source("page", raws, html.escape(title, quote=False), root.get("lang") or "", leads)


def _base(root: Any, address: str) -> str:
    for element in root.iter("base"):
        try:
            return urljoin(address, element.get("href") or "")
        except ValueError:
            break
    return address


def _leads(root: Any, base: str) -> Iterator[str]:
    """Addresses of feeds: those named for machines, then those linked for people; none of comments."""
    for link in _ALTERNATES(root):
        kind, address = (link.get("type") or "").lower().strip(), link.get("href")
        says = f"{address} {link.get('title') or ''}"
        is_feed = kind in _FEED_TYPES or (not kind and _FEED_ADDRESS.search(address))
        if is_feed and not _COMMENTS.search(says) and (found := canonical(address, base)):
            yield found
    for link in islice(root.iter("a"), MOST_LINKS):
        address = link.get("href") or ""
        if _FEED_ADDRESS.search(address) and not _COMMENTS.search(address):
            found = canonical(address, base)
            if host_of(found) == host_of(base):
                yield found


def _entries(root: Any, base: str, now: dt.datetime) -> list[Raw]:
    """Each linked title with the date nearest to it, in the order of the page."""
    links = {link.element: link for link in _links(root, base)}
    places = {element: index for index, element in enumerate(root.iter(etree.Element))}
    dated = list(_dates(root, now))
    days = [places[element] for element, _written in dated]
    found: dict[str, tuple[tuple[int, bool, int], _Link, Any, Any, str]] = {}
    for element, written in dated:
        steps, link, part = _link_of(element, places, links, days)
        if link is None or _is_of_another(written, link, now):
            continue
        if _is_clock(written, now) and link.rank == 1 and places[link.element] > places[element]:
            continue
        order = (link.rank, _is_of_change(element), steps)
        if link.address not in found or order < found[link.address][0]:
            found[link.address] = (
                order,
                link,
                part if part is element else _whole(part, places, links, days),
                element,
                written,
            )
    raws = {
        link.address: Raw(
            link=link.address,
            title=html.escape(link.title, quote=False),
            dates=(written,),
            summary=html.escape(_summary(part, link.title, element), quote=False),
            pictures=_pictures(part),
        )
        for _order, link, part, element, written in sorted(found.values(), key=lambda row: places[row[1].element])
    }
    for link in links.values():
        if link.rank < 2 and link.address not in raws and dates.from_address(link.address, now=now):
            raws[link.address] = Raw(link=link.address, title=html.escape(link.title, quote=False))
    return list(raws.values())[:MOST_ENTRIES]


def _dates(root: Any, now: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Elements that carry a day which can have been, and how it is written."""
    found = 0
    for element in root.iter(etree.Element):
        for written in _written(element, now):
            if dates.first_believable([written], now=now) and not _is_of_no_entry(element):
                yield element, written
                found += 1
                break
        if found == MOST_DATES:
            return


def _written(element: Any, now: dt.datetime) -> Iterator[str]:
    for name in ("datetime", "content") if element.tag in {"time", "meta"} else ("datetime",):
        if (
            (value := element.get(name))
            and _YEAR.search(value)
            and (element.tag != "meta" or "ublished" in (element.get("itemprop") or ""))
        ):
            yield value
    if "published" in (element.get("class") or "") and _YEAR.search(element.get("title") or ""):
        yield element.get("title")
    for line in _own_texts(element):
        if not line or len(line) > 4 * LONGEST_LINE:
            continue
        if _YEAR.search(line):
            line = " ".join(line.split())
            if len(line) <= LONGEST_LINE:
                yield line
        elif len(line.strip()) <= LONGEST_AGO and (moment := dates.ago(line, now=now)):
            yield moment.isoformat()
    if 0 < len(element) < MOST_PIECES / 2:
        pieces = [piece for text in islice(element.itertext(), MOST_PIECES) if (piece := text.strip())]
        if len(pieces) > 1 and _IN_PIECES.fullmatch(day := " ".join(pieces)):
            yield day


def _own_texts(element: Any) -> Iterator[str | None]:
    yield element.text
    for child in element:
        yield child.tail


def _is_of_no_entry(element: Any) -> bool:
    """Whether a date is one of a comment, of rights or of an office."""
    if _OF_NO_ENTRY.search(" ".join(filter(None, _own_texts(element)))):
        return True
    for part in (element, *element.iterancestors()):
        if part.tag in {"article", "main", "body"}:
            return False
        if _OF_COMMENTS.search(f"{part.get('class') or ''} {part.get('id') or ''}"):
            return True
    return False


def _is_of_change(element: Any) -> bool:
    """Whether it says when the entry was changed, and not when it was published."""
    says = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return ("updated" in says or "odified" in says) and "ublished" not in says


def _is_of_another(written: str, link: _Link, now: dt.datetime) -> bool:
    """Whether the day in the entry's address is another one: that of a comment, or of what stands beside it."""
    day, moment = dates.from_address(link.address, now=now), dates.read(written)
    return day is not None and moment is not None and abs(moment - day) > MOST_APART


def _is_clock(written: str, now: dt.datetime) -> bool:
    """Whether it may be the day on which the page was asked for. What is one of an entry is known for it tomorrow."""
    moment = dates.read(written)
    return moment is not None and moment.astimezone(dates.ASSUMED).date() == now.astimezone(dates.ASSUMED).date()


def _link_of(
    element: Any, places: dict[Any, int], known: dict[Any, _Link], days: list[int]
) -> tuple[int, _Link | None, Any]:
    """How far up, the link of the entry that a date belongs to, and the smallest part of the page that holds both; the date alone
    where that part holds other entries, too.
    """
    part, nearest = element, None
    for step in range(MOST_STEPS):
        if part is None or part.tag in {"body", "html"} or (nearest and step > nearest[0] + ABOVE_OTHERS):
            break
        anchors = islice(part.iter("a"), MOST_LINKS_OF_ENTRY)
        if links := [known[anchor] for anchor in anchors if anchor in known]:
            best = min(link.rank for link in links)
            links = [link for link in links if link.rank == best]
            is_one = len({link.address for link in links}) == 1
            before = [link for link in links if places[link.element] <= places[element]]
            if best == 2:
                # Only "read on" so far: the title may stand further up.
                if title := _heading(part):
                    return step, replace(links[0], title=title), part
            elif nearest:
                # What stood nearer is the author's or the subject's link, where a title has this date alone, or stands right before.
                if best == 0 and is_one and _number(days, places, part) == _number(days, places, nearest[2]):
                    return step, links[0], part
                if best == 0 and before and step == nearest[0] + 1:
                    begin, end = places[before[-1].element], places[nearest[2]]
                    if bisect_left(days, begin) == bisect_left(days, end):
                        return step, before[-1], element
            elif best == 0:
                # A title stands before its date in most themes. Where none does, the first after it; but far up a page that is a clock.
                if before or is_one or step <= NEAR:
                    return step, before[-1] if before else links[0], part if is_one else element
                break
            elif is_one:
                nearest = step, before[-1] if before else links[0], part
            elif before and places[element] - places[before[-1].element] <= NEAR:
                nearest = step, before[-1], element
        part = part.getparent()
    return nearest or (MOST_STEPS, None, None)


def _number(days: list[int], places: dict[Any, int], part: Any) -> int:
    """How many dates stand in a part."""
    last = part
    while len(last):
        last = last[-1]
    return bisect_right(days, places[last]) - bisect_left(days, places[part])


def _whole(part: Any, places: dict[Any, int], known: dict[Any, _Link], days: list[int]) -> Any:
    """The part with what stands around it, as far as that tells of no other entry: many themes keep title and date in a head."""

    def tells(part: Any) -> tuple[int, set[str]]:
        links = [known[anchor] for anchor in islice(part.iter("a"), MOST_LINKS_OF_ENTRY) if anchor in known]
        return _number(days, places, part), {link.address for link in links}

    told = tells(part)
    for _step in range(NEAR):
        above = part.getparent()
        if part.tag in _ITEMS or above is None or above.tag in {"main", "body", "html"} or tells(above) != told:
            break
        part = above
    return part


def _links(root: Any, base: str) -> Iterator[_Link]:
    """Links that may lead to an entry of the site."""
    host = host_of(base)
    for element in islice(root.iter("a"), MOST_LINKS):
        address = canonical(element.get("href") or "", base)
        if (
            not address
            or host_of(address) != host
            or _NO_ENTRY.search(element.get("href") or "")
            or not urlsplit(address).path.strip("/")
        ):
            continue
        heading = next(element.iter(*_HEADINGS), None)
        title = "" if heading is None else _line(heading)
        title = title or _line(element) or " ".join((element.get("title") or "").split())
        if _MORE.fullmatch(title):
            yield _Link(address, title, element, 2)
            continue
        is_title = heading is not None or _is_title(element)
        is_long = len(title) >= SHORTEST_TITLE or (is_title and sum(map(str.isalpha, title)) >= SHORTEST_HEADING)
        if is_long and not (len(title) < 40 and dates.read(title)):
            yield _Link(address, title, element, 0 if is_title else 1)


def _is_title(element: Any) -> bool:
    if "bookmark" in (element.get("rel") or "") or "title" in (element.get("class") or "").lower():
        return True
    part = element.getparent()
    for _step in range(2):
        if part is None:
            return False
        if part.tag in _HEADINGS or any(word in (part.get("class") or "").lower() for word in ("title", "judul")):
            return True
        part = part.getparent()
    return False


def _heading(part: Any) -> str:
    for element in part.iter(*_HEADINGS):
        if len(line := _line(element)) >= SHORTEST_TITLE:
            return line
    return ""


def _summary(part: Any, title: str, dated: Any) -> str:
    """The first words on it that are more than a line, beside the date, where the part holds one entry alone."""
    if sum(1 for _heading in part.iter(*_HEADINGS)) > 1:
        return ""
    above = {dated, *dated.iterancestors()}
    for element in part.iter("p", "div", "td"):
        line = _line(element)
        if (
            len(line) >= SHORTEST_SUMMARY
            and line != title
            and element not in above
            and not any(child.tag in {"div", "p", *_HEADINGS} for child in element)
        ):
            return line[:2_000]
    return ""


def _pictures(part: Any) -> list[str]:
    sources = (element.get("data-src") or element.get("src") or "" for element in part.iter("img"))
    return [source for source in sources if source and not source.startswith("data:")][:3]


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:400]
