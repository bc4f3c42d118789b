"""What assessment shows on a group's page: its tier beside the name; why, what changes it, and month by month below."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.assessment.enums import Measure
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.queries.verdicts import Verdict, verdict_on
from kentongan.assessment.rules.document import Document, Indicator
from kentongan.assessment.rules.engine import Assessment
from kentongan.assessment.rules.facts import pieces
from kentongan.assessment.rules.forecast import Fall
from kentongan.assessment.rules.history import Change, History
from kentongan.assessment.rules.indicators import Reading
from kentongan.assessment.rules.phrases import (
    advice_words,
    fall_words,
    full_width,
    long_date,
    loss_words,
    small_number,
    spelled,
    tier_name,
    value_words,
)
from kentongan.assessment.rules.wording import count_words, limit_words, meaning, tier_noun, window_words
from kentongan.core.clock import today
from kentongan.evidence.kinds import DECREE
from kentongan.registry.models import Group


def head(request: HttpRequest, group: Group, as_of: dt.date) -> str:
    """The tier, since when, and as of which day."""
    verdict = _verdict(request, group, as_of)
    found = verdict.assessment if verdict else None
    if verdict is None or found is None:
        return ""
    context = {
        "verdict": verdict,
        "drums": drums_of(found),
        "since": since_words(verdict),
        "as_of": as_of,
        "is_today": as_of == today(),
    }
    return render_to_string("assessment/_head.html", context)


def main(request: HttpRequest, group: Group, as_of: dt.date) -> str:
    """Why, what changes it, and the months."""
    verdict = _verdict(request, group, as_of)
    if verdict is None:
        return ""
    found, history = verdict.assessment, verdict.history
    if found is None or history is None or verdict.version is None:
        return render_to_string("assessment/_without.html", {"as_of": as_of, "is_today": as_of == today()})
    context = {
        "group": group,
        "as_of": as_of,
        "name": tier_name(found.document, found.tier),
        "chips": _chips(verdict),
        "lead": _lead(found),
        "kept": _kept_words(found),
        "reason": found.rule.reason if found.rule else "",
        "score": _score_words(found),
        "version": verdict.version,
        "rules_href": _rules_href(verdict.version),
        "rows": rows_of(found, group),
        "columns": _columns(found, as_of),
        "chart": chart_of(found.document, history),
        "change": change_words(found.document, history.change),
        "months_title": _("%(noun)s dari bulan ke bulan") % {"noun": tier_noun(found.document).capitalize()},
    }
    return render_to_string("assessment/_why.html", context)


def _verdict(request: HttpRequest, group: Group, as_of: dt.date) -> Verdict | None:
    """The verdict of this page, worked out once; none where there is no group on the day."""
    if not group.exists_on(as_of):
        return None
    known: Verdict | None = getattr(request, "_verdict", None)
    if known is None or (known.group, known.as_of) != (group, as_of):
        known = verdict_on(group, as_of, request.GET.get("instrumen", ""))
        request._verdict = known  # type: ignore[attr-defined]
    return known


# --- Beside the name -----------------------------------------------------------------------------------------


def drums_of(found: Assessment) -> dict[str, Any]:
    return {
        "lit": found.rank,
        "total": len(found.document.tiers),
        "word": tier_name(found.document, found.tier),
    }


def since_words(verdict: Verdict) -> str:
    """ "Sejak Juni 2024, 16 bulan berturut-turut." """
    found = verdict.assessment
    if found is None:
        return ""
    months = (found.as_of.year - found.since.year) * 12 + found.as_of.month - found.since.month + 1
    if found.since <= verdict.group.formed_on:
        return _("Sejak terbentuk.") if found.rank else ""
    if months < 3:
        return _("Sejak %(day)s.") % {"day": long_date(found.since)}
    words = {"month": format_date(found.since, "F Y"), "n": months}
    sentence = ngettext(
        "Sejak %(month)s, %(n)d bulan berturut-turut.", "Sejak %(month)s, %(n)d bulan berturut-turut.", months
    )
    return sentence % words


def _chips(verdict: Verdict) -> list[dict[str, Any]]:
    """The instruments to choose from, where there are several."""
    if len(verdict.versions) < 2 or verdict.version is None:
        return []
    query = {} if verdict.as_of == today() else {"per": verdict.as_of.isoformat()}
    return [
        {
            "label": one.instrument.name,
            "href": f"?{urlencode({'instrumen': one.instrument.code, **query})}#mengapa",
            "current": one.pk == verdict.version.pk,
        }
        for one in verdict.versions
    ]


# --- Why -----------------------------------------------------------------------------------------------------


def _lead(found: Assessment) -> str:
    base = [reading for reading in found.readings.values() if not reading.indicator.is_composite]
    met = sum(reading.is_met for reading in base)
    if met == len(base):
        return _("Semua syarat terpenuhi.")
    return _("%(met)s dari %(all)s syarat terpenuhi.") % {"met": spelled(str(met)), "all": small_number(len(base))}


def _kept_words(found: Assessment) -> str:
    if found.kept is None:
        return ""
    names = {
        "tier": tier_name(found.document, found.tier),
        "raw": tier_name(found.document, found.document.tier_at(found.raw)),
        "day": long_date(found.kept.until) if found.kept.until else "",
    }
    if found.kept.until is None:
        return _("Bukti hari ini setingkat %(raw)s. %(tier)s dipertahankan.") % names
    if found.kept.by_grace:
        return _("Bukti hari ini setingkat %(raw)s. %(tier)s dipertahankan sampai %(day)s.") % names
    return _("Bukti hari ini setingkat %(raw)s. %(tier)s yang baru dicapai bertahan sampai %(day)s.") % names


def _score_words(found: Assessment) -> str:
    if found.score is None:
        return ""
    score = found.score.total // found.score.whole
    above = found.document.tier_at(found.raw + 1) if found.raw < len(found.document.tiers) else None
    if above is None:
        return _("Skor %(score)d.") % {"score": score}
    words = {"score": score, "tier": above.name, "least": above.least_score}
    return _("Skor %(score)d; %(tier)s mulai %(least)d.") % words


def rows_of(found: Assessment, group: Group) -> list[dict[str, Any]]:
    """The why-table, with what is not met first."""
    rows = [_row(found, reading, group) for reading in found.readings.values()]
    return sorted(rows, key=lambda row: row["met"])


def _row(found: Assessment, reading: Reading, group: Group) -> dict[str, Any]:
    one = reading.indicator
    return {
        "met": reading.is_met,
        "name": one.name[:1].upper() + one.name[1:],
        "how": _term_words(reading) or meaning(found.document, one),
        "hint": "" if reading.is_met else one.hint,
        "value": value_words(reading),
        "meter": None if one.is_composite else min(reading.value, full_width(reading)),
        "limit": 0 if one.measure == Measure.IN_FORCE and one.limit == 1 else one.limit,
        "full": full_width(reading),
        "limit_words": limit_words(one) or (_("semuanya") if one.measure == Measure.ALL_OF else _("salah satu")),
        "window": window_words(one),
        "first": reading.first if one.window.days or one.window.months else None,
        "last": reading.last,
        "until": reading.until if reading.is_met else None,
        "href": _evidence_href(reading, group),
        "evidence": _evidence_words(reading),
    }


def _term_words(reading: Reading) -> str:
    """ "Nomor 188.45/07/2023, 2023–2026", of the decree in force."""
    if DECREE not in reading.indicator.kinds or not reading.terms:
        return ""
    term = reading.terms[0]
    words = {"number": term.ref, "first": term.first.year, "last": term.last.year}
    return _("SK %(number)s, %(first)d–%(last)d") % words


def _evidence_words(reading: Reading) -> str:
    one = reading.indicator
    if one.measure == Measure.IN_FORCE:
        if DECREE in one.kinds:
            return _("SK %(year)d") % {"year": reading.terms[0].first.year} if reading.terms else ""
        return count_words(one.kinds, len(reading.terms)) if reading.terms else ""
    behind = reading.whole if one.measure == Measure.SHARE else reading.items
    return count_words(_kinds_behind(one), pieces(behind)) if behind else ""


def _evidence_href(reading: Reading, group: Group) -> str:
    """The records counted, in the ledger's own list; the group's decrees on this page."""
    one = reading.indicator
    if one.is_composite or not _evidence_words(reading):
        return ""
    if one.measure == Measure.IN_FORCE and DECREE in one.kinds:
        return "#sk"
    first, last = reading.first, reading.last
    if one.measure == Measure.IN_FORCE:
        first, last = min(term.first for term in reading.terms), max(term.first for term in reading.terms)
    query = {
        "jenis": ",".join(_kinds_behind(one)),
        "keadaan": "dikonfirmasi" if one.confirmed_only else "dihitung",
        "dari": first.isoformat(),
        "sampai": last.isoformat(),
    }
    if reading.last != today():
        query["per"] = reading.last.isoformat()
    return f"{reverse('group_evidence', args=[group.code])}?{urlencode(query, safe=',')}"


def _kinds_behind(one: Indicator) -> tuple[str, ...]:
    """The kinds whose records stand behind a reading: of a share, those of the whole."""
    return one.of or one.kinds or tuple(dict.fromkeys(kind for item in one.items for kind in item.kinds))


def _rules_href(version: InstrumentVersion) -> str:
    return reverse("instrument", args=[version.instrument.office_id, version.instrument.code])


# --- What changes it -----------------------------------------------------------------------------------------


def _columns(found: Assessment, as_of: dt.date) -> list[dict[str, Any]]:
    """Falls, the soonest first; then how to rise, or what is thinnest at the top."""
    columns = [_fall_column(found, fall) for fall in found.falls]
    if found.kept and found.kept.until and found.repair:
        columns.insert(0, {
            **_drums(found, found.rank),
            "title": _("Bertahan di %(tier)s") % {"tier": tier_name(found.document, found.tier)},
            "text": _("Yang kurang: %(steps)s.") % {"steps": advice_words(found.repair)},
            "strong": _("Paling lambat %(day)s.") % {"day": long_date(found.kept.until)},
        })  # fmt: skip
    columns += [
        {
            **_drums(found, advice.rank),
            "title": _("Naik ke %(tier)s") % {"tier": tier_name(found.document, found.document.tier_at(advice.rank))},
            "text": _("%(steps)s.") % {"steps": spelled_first(advice_words(advice))},
            "strong": _("Paling cepat %(day)s.") % {"day": long_date(advice.ready_on)}
            if advice.ready_on > as_of
            else _("Berlaku pada hari terakhir langkah itu dicatat."),
        }
        for advice in found.rises
    ]
    if not found.rises:
        columns.append(_top_column(found))
    return columns


def spelled_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _drums(found: Assessment, rank: int) -> dict[str, Any]:
    return {"lit": rank, "total": len(found.document.tiers)}


def _fall_column(found: Assessment, fall: Fall) -> dict[str, Any]:
    title = _("Turun ke %(tier)s") if fall.rank else _("Menjadi %(tier)s")
    return {
        **_drums(found, fall.rank),
        "title": title % {"tier": tier_name(found.document, found.document.tier_at(fall.rank))},
        "text": fall_words(found.document, fall),
        "strong": _("Aman sampai %(day)s.") % {"day": long_date(fall.safe_until)},
        "keep": _("Cukup %(steps)s sebelum itu.") % {"steps": advice_words(fall.keep)} if fall.keep else "",
    }


def _top_column(found: Assessment) -> dict[str, Any]:
    thinnest = found.thinnest
    strong = ""
    if thinnest:
        strong = _("Paling tipis: %(name)s, %(value)s.") % {
            "name": thinnest.indicator.name,
            "value": value_words(thinnest),
        }
    noun = tier_noun(found.document)
    if found.is_top:
        text = _("Sudah %(noun)s tertinggi.") % {"noun": noun}
    else:
        text = _("Belum ada bukti baru yang menaikkan %(noun)s hari ini.") % {"noun": noun}
    return {**_drums(found, found.rank), "title": _("Naik"), "text": text, "strong": strong}


# --- Month by month ------------------------------------------------------------------------------------------


def chart_of(document: Document, history: History) -> dict[str, Any]:
    """A row for each tier, a column for each month; nothing where there was no group."""
    total = len(document.tiers)
    has_none = any(month.rank == 0 for month in history.months)
    names = [tier.name for tier in document.tiers] + ([tier_name(document, None)] if has_none else [])
    columns = [
        {
            "on": month.on,
            "row": None if month.rank is None else total - month.rank + 1,
            "name": "" if month.rank is None else tier_name(document, document.tier_at(month.rank)),
            "dips": _dips(history, place),
            "is_year": not place or month.on.month == 1,
        }
        for place, month in enumerate(history.months)
    ]
    return {"names": names, "columns": columns, "sentence": _sentence(columns)}


def _dips(history: History, place: int) -> bool:
    """Whether this month lies in a dip: below a month before, and not yet back."""
    rank = history.months[place].rank
    before = [month.rank for month in history.months[:place] if month.rank is not None]
    return rank is not None and bool(before) and rank < max(before)


def _sentence(columns: list[dict[str, Any]]) -> str:
    """The chart for who does not see it: each run of months with its tier."""
    runs: list[tuple[str, dt.date, dt.date]] = []
    for column in columns:
        if column["row"] and runs and runs[-1][0] == column["name"]:
            runs[-1] = (column["name"], runs[-1][1], column["on"])
        elif column["row"]:
            runs.append((column["name"], column["on"], column["on"]))
    told = [f"{name}: {month_span(first, last)}" for name, first, last in runs]
    return "; ".join(told) + "." if told else _("Belum ada bulan yang dapat dinilai.")


def month_span(first: dt.date, last: dt.date) -> str:
    """ "Maret–Mei 2024", "November 2024–Januari 2025", "Mei 2024"."""
    end = format_date(last, "F Y")
    if (first.year, first.month) == (last.year, last.month):
        return end
    return f"{format_date(first, 'F' if first.year == last.year else 'F Y')}–{end}"


def change_words(document: Document, change: Change | None) -> str:
    """ "Maret–Mei 2024 turun ke Klaster 2: organisasi tidur." """
    if change is None:
        return ""
    words = {
        "months": month_span(change.first, change.last or change.first),
        "tier": tier_name(document, document.tier_at(change.rank)),
        "loss": loss_words(document, change.because),
    }
    if change.rank > change.before:
        return _("%(months)s naik ke %(tier)s.") % words
    if change.last is None:
        return (
            _("Sejak %(months)s turun ke %(tier)s: %(loss)s.")
            if change.because
            else _("Sejak %(months)s turun ke %(tier)s.")
        ) % words
    return (
        _("%(months)s turun ke %(tier)s: %(loss)s.") if change.because else _("%(months)s turun ke %(tier)s.")
    ) % words
