"""An entry as its source writes it, and how it becomes one that is seen; every form of source ends here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from kentongan.harvest.enums import Dated
from kentongan.harvest.parsing import languages, texts
from kentongan.harvest.rules import dates
from kentongan.harvest.rules.links import canonical
from kentongan.harvest.rules.shapes import Parsed, Seen

MOST_ENTRIES = 500
LONGEST_GUID = 300
LONGEST_AUTHOR = 160
LONGEST_SUMMARY = 600


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
    # What relative addresses inside the texts stand on.
    base: str = ""
    language: str = ""
    pictures: list[str] = field(default_factory=list)
    hidden: str = ""


def parsed_of(
    form: str,
    raws: Sequence[Raw],
    *,
    address: str,
    now: dt.datetime,
    title: str = "",
    language: str = "",
    leads: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> Parsed:
    """The entries, cleaned; what says nothing at all is dropped and remarked."""
    is_month_first = dates.month_comes_first(text for raw in raws for text in raw.dates)
    seen = [seen_of(raw, address=address, now=now, language=language, is_month_first=is_month_first) for raw in raws]
    kept = [entry for entry in seen if entry.link or entry.title or entry.text]
    remarks = [*remarks]
    if len(kept) < len(seen):
        remarks.append(f"{len(seen) - len(kept)} without link, title and text")
    if len(kept) > MOST_ENTRIES:
        remarks.append(f"{len(kept)} entries, the first {MOST_ENTRIES} kept")
    return Parsed(
        form=form,
        entries=tuple(kept[:MOST_ENTRIES]),
        title=texts.plain_title(title),
        language=languages.declared(language),
        leads=tuple(leads),
        remarks=tuple(remarks),
    )


def seen_of(raw: Raw, *, address: str, now: dt.datetime, language: str, is_month_first: bool) -> Seen:
    base = raw.base or address
    link = canonical(raw.link, base)
    summary = texts.read(raw.summary, base)
    content = texts.read(raw.content, base) if raw.content and raw.content != raw.summary else summary
    text = content.text if len(content.text) >= len(summary.text) else summary.text
    published, dated = dates.first_believable(raw.dates, now=now, is_month_first=is_month_first), Dated.GIVEN
    if published is None and link:
        published, dated = dates.from_address(link, now=now), Dated.ADDRESS
    pictures = dict.fromkeys([canonical(picture, base) for picture in raw.pictures])
    pictures.update(dict.fromkeys((*content.pictures, *summary.pictures)))
    title = texts.plain_title(raw.title)
    return Seen(
        link=link,
        title=title,
        guid=texts.one_line(raw.guid, longest=LONGEST_GUID),
        published=published,
        dated=str(dated.value if published else Dated.UNKNOWN.value),
        author=texts.plain_title(raw.author, longest=LONGEST_AUTHOR),
        summary=texts.one_line(summary.text or text, longest=LONGEST_SUMMARY),
        text=text,
        language=languages.of(f"{title}\n{text}", raw.language or language),
        pictures=tuple([picture for picture in pictures if picture][: texts.MOST_PICTURES]),
        links=tuple(dict.fromkeys((*content.links, *summary.links)))[: texts.MOST_LINKS],
        hidden=texts.tidy(
            "\n".join(dict.fromkeys((raw.hidden, content.hidden, summary.hidden))), longest=texts.LONGEST_HIDDEN
        ),
    )
