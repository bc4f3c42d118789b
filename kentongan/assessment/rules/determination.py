"""A determination in plain values: what may happen to it, how its numbers add up, and what its seal is made of."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.facts import pieces
from kentongan.assessment.rules.indicators import Reading
from kentongan.assessment.rules.wording import count_words, limit_words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a determination keeps of one group: tiers by name ("" for none), and the readings as they are shown."""

    evident: str
    found: str
    readings: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row as far as counting needs it."""

    given: str
    before: str = ""
    was_listed: bool = False


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many groups have a tier, and how many had it in the list before; ``name`` is "" where no tier fits.

    ``drums`` of ``steps`` drums are lit: all for the best tier.
    """

    name: str
    now: int
    before: int
    drums: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """A list in numbers; ``new`` groups were not in the list before."""

    tiers: tuple[TierCount, ...]
    groups: int
    rises: int = 0
    falls: int = 0
    new: int = 0
    has_before: bool = False


def previous_month_end(day: dt.date) -> dt.date:
    """The last day of the month before: what an office determines by default."""
    return day.replace(day=1) - dt.timedelta(days=1)


# --- What may happen ------------------------------------------------------------------------------------------


def day_refusal(as_of: dt.date, today: dt.date) -> str | None:
    """Why there can be no list of this day; None when there can."""
    if as_of > today:
        return _("Keadaan pada hari yang belum tiba tidak dapat ditetapkan.")
    return None


def tier_refusal(given: str, tiers: Sequence[str], found: str, reason: str) -> str | None:
    """Why the office cannot give this tier."""
    if given and given not in tiers:
        return _("Tingkat itu tidak ada di instrumen ini.")
    if given != found and not reason.strip():
        return _("Tulis alasannya: tingkat ini berbeda dari yang ditemukan menurut bukti.")
    return None


def signing_day_refusal(signed_on: dt.date, as_of: dt.date, today: dt.date) -> str | None:
    """Why the list cannot carry this day of signing."""
    if signed_on > today:
        return _("Tanggal tanda tangan belum tiba.")
    if signed_on < as_of:
        return _("Tanggal tanda tangan mendahului keadaan yang ditetapkan.")
    return None


# --- Numbers --------------------------------------------------------------------------------------------------


def summary_of(lines: Iterable[Line], tiers: Sequence[str]) -> Summary:
    """Counts per tier from the best to the last, and for no tier where there are such groups."""
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    rises = falls = new = 0
    rank = {name: len(tiers) - place for place, name in enumerate(tiers)}
    for line in lines:
        now[line.given] += 1
        if not line.was_listed:
            new += 1
            continue
        before[line.before] += 1
        # A tier of an earlier version that is no more cannot be compared.
        if line.before and line.before not in rank:
            continue
        step = rank.get(line.given, 0) - rank.get(line.before, 0)
        rises += step > 0
        falls += step < 0
    others = sorted((set(now) | set(before)) - set(tiers) - {""})
    names = [*tiers, *others, *([""] if now[""] or before[""] else [])]
    counts = tuple(TierCount(name, now[name], before[name], rank.get(name, 0), len(tiers)) for name in names)
    return Summary(counts, now.total(), rises, falls, new, has_before=before.total() > 0)


# --- Readings in words ----------------------------------------------------------------------------------------


def kept_readings(document: Document, readings: Mapping[str, Reading]) -> tuple[dict[str, Any], ...]:
    """The readings as a list keeps them, in the order of the instrument: values as they are shown."""
    return tuple(
        {
            "key": one.key,
            "name": one.name if readings[one.key].is_met else one.opposite,
            "value": value_in_words(readings[one.key]),
            "limit": limit_words(one),
            "met": readings[one.key].is_met,
        }
        for one in document.indicators
    )


def value_in_words(reading: Reading) -> str:
    """ "4 rapat", "3 dari 4", "67 hari lagi"."""
    one, value = reading.indicator, reading.value
    match one.measure:
        case Measure.IN_FORCE:
            return _("%(n)d hari lagi") % {"n": value} if value else _("tidak berlaku")
        case Measure.COUNT:
            return count_words(one.kinds, value)
        case Measure.SHARE:
            part = {"part": pieces(reading.items), "whole": pieces(reading.whole)}
            return _("%(part)d dari %(whole)d") % part if reading.whole else _("tidak ada")
        case Measure.MONTHS:
            return _("%(n)d bulan") % {"n": value}
        case Measure.POINTS:
            return _("%(n)d poin") % {"n": value}
    return _("terpenuhi") if reading.is_met else _("belum")


# --- The seal -------------------------------------------------------------------------------------------------


def canonical(content: Any) -> bytes:
    """The one way a list is written before its digest is taken: JSON with sorted keys, no spaces, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of an instrument's text: which words judged."""
    return hashlib.sha256(text.encode()).hexdigest()
