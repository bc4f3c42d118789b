"""An entry as its source writes it, and how it becomes one that is seen: every form of source ends here."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kentongan.harvest.enums import Dated
from kentongan.harvest.parsing import languages, texts
from kentongan.harvest.rules import dates
from kentongan.harvest.rules.links import canonical
from kentongan.harvest.rules.shapes import GUID_LENGTH, SUMMARY_LENGTH, Parsed, Seen

MOST_ENTRIES = 500
LONGEST_AUTHOR = 160

_MAIL = re.compile(r"[(<\[]?\s*(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[)>\]]?")
_IN_BRACKETS = re.compile(r"[(<\[](.*)[)>\]]")


@dataclass(slots=True)
class Raw:
    """One entry before anything was decided about it."""

    link: str = ""
    title: str = ""
    guid: str = ""
    # As written, the best first.
    dates: tuple[str, ...] = ()
    author: str = ""
    summary: str = ""
    content: str = ""
    # What relative addresses inside the texts stand on; empty where that is the address of the whole.
    base: str = ""
    pictures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A whole source before anything was decided about its entries."""

    form: str
    raws: Sequence[Raw] = ()
    title: str = ""
    language: str = ""
    leads: Sequence[str] = ()
    remarks: tuple[str, ...] = ()
    # Entries beyond those that are kept, where they were not even looked at.
    left_out: int = 0
    # The page it says it belongs to, as written.
    home: str = ""


def parsed_of(source: Source, *, address: str, now: dt.datetime) -> Parsed:
    """The entries, cleaned; one that says nothing at all is dropped, and that is remarked."""
    raws = source.raws
    remarks = [*source.remarks]
    if len(raws) + source.left_out > MOST_ENTRIES:
        remarks.append(f"{len(raws) + source.left_out} entries, the first {MOST_ENTRIES} kept")
        raws = raws[:MOST_ENTRIES]
    is_month_first = dates.month_comes_first(text for raw in raws for text in raw.dates)
    seen = [_seen(raw, address, now, source.language, is_month_first) for raw in raws]
    kept = tuple(entry for entry in seen if entry.link or entry.title or entry.text)
    if len(kept) < len(seen):
        remarks.append(f"{len(seen) - len(kept)} without link, title and text")
    return Parsed(
        form=source.form,
        entries=kept,
        title=texts.plain_title(source.title),
        language=languages.declared(source.language),
        leads=tuple(dict.fromkeys(source.leads)),
        remarks=tuple(remarks),
        home=canonical(source.home, address),
    )


def _seen(raw: Raw, address: str, now: dt.datetime, language: str, is_month_first: bool) -> Seen:
    base = raw.base or address
    # A name that is an address is the page's, whether or not the site says so.
    link = canonical(raw.link, base) or (canonical(raw.guid) if raw.guid.startswith(("http://", "https://")) else "")
    published, dated = dates.first_believable(raw.dates, now=now, is_month_first=is_month_first), Dated.GIVEN
    if published is None:
        published, dated = dates.from_address(link, now=now), Dated.ADDRESS
    summary = texts.read(raw.summary, base)
    content = texts.read(raw.content, base) if raw.content and raw.content != raw.summary else summary
    text = content.text if len(content.text) >= len(summary.text) else summary.text
    title = texts.plain_title(raw.title)
    pictures = dict.fromkeys(canonical(picture, base) for picture in raw.pictures)
    pictures.update(dict.fromkeys((*content.pictures, *summary.pictures)))
    return Seen(
        link=link,
        title=title,
        guid=texts.one_line(raw.guid, longest=GUID_LENGTH),
        published=published,
        dated=str((dated if published else Dated.UNKNOWN).value),
        author=_name(raw.author),
        summary=(summary.text or text)[:SUMMARY_LENGTH].replace("\n", " ").rstrip(),
        text=text,
        language=languages.of(f"{title}\n{text}", language),
        pictures=tuple([picture for picture in pictures if picture][: texts.MOST_PICTURES]),
        links=tuple(dict.fromkeys((*content.links, *summary.links)))[: texts.MOST_LINKS],
        hidden=_joined(content.hidden, summary.hidden),
    )


def _joined(first: str, second: str) -> str:
    return first if second in first else texts.tidy(f"{first}\n{second}", longest=texts.LONGEST_HIDDEN)


def _name(author: str) -> str:
    """The person's name without the address that RSS puts before it: noreply@blogger.com (Bu Darmi)."""
    name = texts.plain_title(_MAIL.sub("", author[:1000]), longest=LONGEST_AUTHOR)
    if enclosed := _IN_BRACKETS.fullmatch(name):
        name = enclosed[1].strip()
    return "" if name.lower() in {"unknown", "anonymous", "noreply"} else name
