"""What a group's people read first: one small step, how to do it, and by when. Never a reproach, never a comparison with others."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.advice import Advice, Step
from kentongan.assessment.rules.engine import Assessment
from kentongan.assessment.rules.indicators import Reading
from kentongan.assessment.rules.phrases import advice_words, long_date, small_number, spelled, step_words, tier_name
from kentongan.assessment.rules.wording import count_words, length_words
from kentongan.evidence.kinds import BY_CODE, DECREE, kinds_of

# A fall this near is worth more than a rise.
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a step is done: ``done`` of ``whole`` capsules, and the words beside them."""

    done: int
    whole: int
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """``headline`` has two lines: what to do, and what it brings. ``kind`` is the kind of record the button reports, if any."""

    headline: tuple[str, str]
    how: str
    progress: Progress | None = None
    kind: str = ""
    action: str = ""


def next_step(found: Assessment) -> NextStep:
    """The one thing to say first."""
    if found.kept and found.kept.until and found.repair:
        return _keeping(found, found.repair, found.kept.until)
    fall = next(iter(found.falls), None)
    if fall and fall.keep and (fall.on - found.as_of).days <= SOON_DAYS:
        return _keeping(found, fall.keep, fall.safe_until)
    if found.rises:
        return _rising(found, min(found.rises, key=lambda advice: (advice.units, advice.rank)))
    return _staying(found)


def _rising(found: Assessment, advice: Advice) -> NextStep:
    tier = tier_name(found.document, found.document.tier_at(advice.rank))
    others = _("Syarat lain sudah terpenuhi.") if len(advice.steps) == 1 else ""
    return _told(found, advice, _("naik ke %(tier)s") % {"tier": tier}, others)


def _keeping(found: Assessment, advice: Advice, until: dt.date) -> NextStep:
    gain = _("tetap di %(tier)s") % {"tier": tier_name(found.document, found.tier)}
    return _told(found, advice, gain, _("Aman sampai %(day)s.") % {"day": long_date(until)})


def _staying(found: Assessment) -> NextStep:
    """Nothing to do today: what holds, and until when."""
    tier = tier_name(found.document, found.tier)
    if not found.rank:
        return NextStep(
            (_("Keadaan KIM Anda"), _("belum masuk tingkat mana pun")), _("Kantor sedang melengkapi aturannya.")
        )
    first = _("Semua berjalan,") if found.is_top else _("Tetap berjalan,")
    headline = (first, _("tetap di %(tier)s") % {"tier": tier})
    fall = next(iter(found.falls), None)
    if fall is None:
        return NextStep(headline, _("Tidak ada yang perlu dikejar hari ini."))
    safe = _("Aman sampai %(day)s.") % {"day": long_date(fall.safe_until)}
    if not fall.keep:
        return NextStep(headline, safe)
    needed = _("Sebelum itu: %(steps)s.") % {"steps": advice_words(fall.keep)}
    kind, action = _button(fall.keep.steps[0])
    return NextStep(headline, f"{safe} {needed}", _progress(found, fall.keep.steps[0]), kind, action)


def _told(found: Assessment, advice: Advice, gain: str, after: str) -> NextStep:
    step = advice.steps[0]
    if len(advice.steps) == 1:
        headline = (_("%(step)s,") % {"step": _headline(step)}, gain)
        how = step.hint
    else:
        n = len(advice.steps)
        first = ngettext("%(n)s langkah lagi,", "%(n)s langkah lagi,", n) % {"n": small_number(n).capitalize()}
        headline = (first, gain)
        how = _("%(steps)s.") % {"steps": _capital(advice_words(advice))}
    if step.confirmed_only and len(advice.steps) == 1 and step.kinds != (DECREE,):
        after = f"{after} {_('Dihitung setelah dikonfirmasi kantor.')}".strip()
    kind, action = _button(step)
    return NextStep(headline, f"{how} {after}".strip(), _progress(found, step), kind, action)


def _headline(step: Step) -> str:
    """ "Satu rapat lagi", "Perpanjang SK", "Jawab dua undangan", "Tiga bulan lagi dengan kegiatan"."""
    if step.kinds == (DECREE,):
        return _("Perpanjang SK")
    if step.measure == Measure.SHARE:
        return ngettext("Jawab %(n)s undangan", "Jawab %(n)s undangan", step.n) % {"n": small_number(step.n)}
    if step.measure == Measure.MONTHS:
        return spelled(step_words(step))
    return _("%(records)s lagi") % {"records": spelled(step_words(step))}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _progress(found: Assessment, step: Step) -> Progress | None:
    """How much of the first step's indicator there is; none where counting capsules would say nothing."""
    reading: Reading = found.readings[step.serves[0]]
    one = reading.indicator
    if one.measure not in {Measure.COUNT, Measure.MONTHS} or one.limit > 12:
        return None
    words = {
        "done": reading.value,
        "whole": count_words(one.kinds, one.limit),
        "window": length_words(one.window),
    }
    if one.measure == Measure.MONTHS:
        words["whole"] = ngettext("%(n)d bulan", "%(n)d bulan", one.limit) % {"n": one.limit}
    if reading.value > one.limit:
        enough = ngettext("%(n)d bulan", "%(n)d bulan", reading.value) % {"n": reading.value}
        words["records"] = enough if one.measure == Measure.MONTHS else count_words(one.kinds, reading.value)
        sentence = _("%(records)s dalam %(window)s; cukup %(limit)d") % (words | {"limit": one.limit})
    else:
        sentence = _("%(done)d dari %(whole)s, %(window)s terakhir") % words
    return Progress(min(reading.value, one.limit), one.limit, sentence)


def _button(step: Step) -> tuple[str, str]:
    """The kind a group may report itself, and the words of the button; nothing where others have to record it."""
    kind = next((kind for code in step.kinds for kind in kinds_of(code) if kind.reportable), None)
    if kind is None:
        return "", ""
    return kind.code, _("Catat %(record)s") % {"record": noun_of(kind.code)}


def noun_of(code: str) -> str:
    """ "rapat" of "1 rapat"."""
    return BY_CODE[code].counted(1).partition(" ")[2]
