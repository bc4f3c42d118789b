"""A verdict in words: values, causes and steps. What an instrument itself says stands in `wording`."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.advice import Advice, Step
from kentongan.assessment.rules.document import Document, Indicator, Tier
from kentongan.assessment.rules.facts import pieces
from kentongan.assessment.rules.forecast import Fall
from kentongan.assessment.rules.indicators import Reading
from kentongan.assessment.rules.wording import count_words, kind_words, length_words, tier_noun
from kentongan.evidence.kinds import DECREE


def long_date(day: dt.date) -> str:
    """ "Jumat, 9 Januari 2026"."""
    return format_date(day, "l, j F Y")


def joined(words: Sequence[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(words) < 3:
        return _(" dan ").join(words)
    return _("%(first)s, dan %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def small_number(value: int) -> str:
    """ "satu" up to "sepuluh", then figures."""
    words = [_("nol"), _("satu"), _("dua"), _("tiga"), _("empat"), _("lima"), _("enam"), _("tujuh")]
    words += [_("delapan"), _("sembilan"), _("sepuluh")]
    return words[value] if 0 <= value < len(words) else str(value)


def spelled(words: str) -> str:
    """ "Satu rapat" of "1 rapat"."""
    words = re.sub(r"^\d+", lambda found: small_number(int(found[0])), words)
    return words[:1].upper() + words[1:]


def tier_name(document: Document, tier: Tier | None) -> str:
    return tier.name if tier else _("tanpa %(noun)s") % {"noun": tier_noun(document)}


# --- Readings ------------------------------------------------------------------------------------------------


def value_words(reading: Reading) -> str:
    """What was found: "106 hari lagi", "4 rapat", "3 dari 4"."""
    one, value = reading.indicator, reading.value
    if one.measure == Measure.IN_FORCE:
        return _days_left(value)
    if one.measure == Measure.SHARE:
        if not reading.whole:
            return _("belum ada")
        return _("%(part)d dari %(whole)d") % {"part": pieces(reading.items), "whole": pieces(reading.whole)}
    if one.measure == Measure.MONTHS:
        return ngettext("%(n)d bulan", "%(n)d bulan", value) % {"n": value}
    if one.measure == Measure.POINTS:
        return ngettext("%(n)d poin", "%(n)d poin", value) % {"n": value}
    if one.is_composite:
        met = sum(part.is_met for part in reading.parts)
        return _("%(part)d dari %(whole)d") % {"part": met, "whole": len(reading.parts)}
    return count_words(one.kinds, value)


def _days_left(value: int) -> str:
    """A reading counts the day itself, people count the days after it: 107 is "106 hari lagi"."""
    if value < 2:
        return _("hari terakhir") if value else _("tidak ada")
    return ngettext("%(n)d hari lagi", "%(n)d hari lagi", value - 1) % {"n": value - 1}


def full_width(reading: Reading) -> int:
    """What a meter of this reading is full at."""
    one = reading.indicator
    if one.measure == Measure.IN_FORCE:
        return 365
    if one.measure == Measure.MONTHS:
        return one.window.months
    if one.measure == Measure.SHARE:
        return 1000
    return max(3 * one.limit, reading.value + 1)


# --- Falls ---------------------------------------------------------------------------------------------------


def cause_words(one: Indicator) -> str:
    """What would be missing: "rapat dengan notulen kurang dari 2 dalam 180 hari"."""
    if one.measure == Measure.IN_FORCE:
        if DECREE in one.kinds:
            return _("SK habis tanpa perpanjangan")
        return _("%(kinds)s habis") % {"kinds": kind_words(one.kinds)}
    if one.measure == Measure.SHARE:
        return one.opposite
    words = {"kinds": kind_words(one.kinds), "limit": one.limit, "window": length_words(one.window)}
    if one.measure == Measure.MONTHS:
        return _("bulan dengan %(kinds)s kurang dari %(limit)d dalam %(window)s") % words
    if one.measure == Measure.POINTS:
        return _("poin kurang dari %(limit)d dalam %(window)s") % words
    return _("%(kinds)s kurang dari %(limit)d dalam %(window)s") % words


def fall_words(document: Document, fall: Fall) -> str:
    """ "bila rapat dengan notulen kurang dari 2 dalam 180 hari." """
    if document.by_score:
        names = joined([one.name for one in fall.because])
        return _("bila skor kurang dari %(least)d karena %(names)s berkurang.") % {
            "least": document.tiers[-fall.before].least_score,
            "names": names,
        }
    return _("bila %(causes)s.") % {"causes": joined([cause_words(one) for one in fall.because])}


def loss_words(document: Document, because: Iterable[Indicator]) -> str:
    """What went missing, in the instrument's own words: "organisasi tidur dan media sepi"."""
    return joined([one.opposite for one in because])


# --- Steps ---------------------------------------------------------------------------------------------------


def step_words(step: Step) -> str:
    """ "1 rapat", "perpanjang SK", "2 undangan dijawab", "3 bulan lagi dengan kegiatan bersama warga"."""
    if step.kinds == (DECREE,):
        return _("perpanjang SK")
    if step.measure == Measure.SHARE:
        return ngettext("%(n)d undangan dijawab", "%(n)d undangan dijawab", step.n) % {"n": step.n}
    if step.measure == Measure.MONTHS:
        sentence = ngettext("%(n)d bulan lagi dengan %(kinds)s", "%(n)d bulan lagi dengan %(kinds)s", step.n)
        return sentence % {"n": step.n, "kinds": kind_words(step.kinds)}
    return count_words(step.kinds, step.n)


def advice_words(advice: Advice) -> str:
    """ "1 rapat dan 2 berita", with what else has to happen for it to count."""
    words = joined([step_words(step) for step in advice.steps])
    if any(step.confirmed_only and step.kinds != (DECREE,) for step in advice.steps):
        return _("%(steps)s, yang dikonfirmasi kantor") % {"steps": words}
    return words
