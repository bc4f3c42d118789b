"""An instrument said in sentences: its rules, what its indicators count, and how slowly a tier falls."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.checker import Hidden, Hole
from kentongan.assessment.rules.document import Document, Indicator, Rule, Tier, Window
from kentongan.evidence.kinds import BY_CODE, DECREE, FAMILIES, kinds_of


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. With a ``key`` it is the word of an indicator, which leads to its limit."""

    text: str
    key: str = ""


Sentence = tuple[Part, ...]


def plain(sentence: Sentence) -> str:
    return "".join(part.text for part in sentence)


def rule_sentence(document: Document, rule: Rule) -> Sentence:
    """ "SK berlaku dan media hidup, walau organisasi tidur." """
    aside = rule.although - rule.met
    unmet = rule.unmet - aside
    said = [
        Part(one.name, one.key) if one.key in rule.met else Part(one.opposite)
        for one in document.indicators
        if one.key in rule.met | unmet
    ]
    although = [Part(one.opposite) for one in document.indicators if one.key in aside]
    parts: list[Part] = []
    if len(rule.met) > 1 and rule.met >= {one.key for one in document.base} and not rule.unmet:
        parts.append(Part(_("Semua berjalan: ")))
    elif not said and not although:
        return (Part(_("Semua KIM lainnya.") if _has_rules_above(document, rule) else _("Semua KIM.")),)
    parts += _listed(said)
    if although:
        parts += [Part(_(", walau ") if said else _("Walau ")), *_listed(although)]
    return _as_sentence(parts)


def score_sentence(document: Document, tier: Tier) -> Sentence:
    """ "Skor 55 sampai kurang dari 80." """
    rank = document.tiers.index(tier)
    if not rank:
        return (Part(_("Skor %(least)d atau lebih.") % {"least": tier.least_score}),)
    above = document.tiers[rank - 1].least_score
    return (Part(_("Skor %(least)d sampai kurang dari %(above)d.") % {"least": tier.least_score, "above": above}),)


def _has_rules_above(document: Document, rule: Rule) -> bool:
    return next((other for _tier, other in document.rules_in_order()), rule) is not rule


def _listed(parts: list[Part]) -> list[Part]:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(parts) < 2:
        return parts
    between = Part(", ")
    last = Part(_(", dan ") if len(parts) > 2 else _(" dan "))
    listed = [piece for part in parts[:-1] for piece in (part, between)][:-1]
    return [*listed, last, parts[-1]]


def _as_sentence(parts: list[Part]) -> Sentence:
    first = Part(parts[0].text[:1].upper() + parts[0].text[1:], parts[0].key)
    return (first, *parts[1:], Part("."))


# Holes and states -------------------------------------------------------------------------------------------


def hole_words(document: Document, hole: Hole) -> str:
    """ "SK berlaku + organisasi berjalan + tidak ada berita" """
    if hole.below:
        return _("skor di bawah %(score)d") % {"score": hole.below}
    return state_words(document, hole.met, hole.unmet) or _("semua keadaan")


def state_words(document: Document, met: Iterable[str], unmet: Iterable[str]) -> str:
    met, unmet = set(met), set(unmet)
    words = [
        one.name if one.key in met else one.opposite for one in document.indicators if one.key in met | unmet
    ]  # fmt: skip
    return " + ".join(words)


def hidden_sentence(hidden: Hidden) -> str:
    """Why a rule is never used."""
    if not hidden.by:
        return _("Aturan %(label)s tidak pernah dipakai: syaratnya saling bertentangan.") % {"label": hidden.label}
    what = {"label": hidden.label, "by": _(" dan ").join(hidden.by)}
    return _("Aturan %(label)s tidak pernah dipakai: keadaannya sudah diambil aturan %(by)s.") % what


def tier_noun(document: Document) -> str:
    """What a tier is called in running text: "klaster", where every tier's name begins so, else "tingkat"."""
    firsts = {tier.name.split()[0].lower() for tier in document.tiers if tier.name}
    return firsts.pop() if len(firsts) == 1 and all(" " in tier.name for tier in document.tiers) else _("tingkat")


# Indicators -------------------------------------------------------------------------------------------------


def meaning(document: Document, one: Indicator) -> str:
    """How an indicator is counted, in a few words: "rapat dengan notulen"."""
    if one.measure in {Measure.ALL_OF, Measure.ANY_OF}:
        names = [document.by_key[key].name for key in one.parts]
        sentence = _("semua: %(names)s") if one.measure == Measure.ALL_OF else _("salah satu: %(names)s")
        return sentence % {"names": ", ".join(names)}
    if one.measure == Measure.POINTS:
        return _("poin: %(items)s") % {
            "items": "; ".join(_item_words(item.kinds, item.points, item.cap) for item in one.items)
        }
    kinds = kind_words(one.kinds)
    if one.measure == Measure.IN_FORCE:
        return _("sisa masa %(kinds)s") % {"kinds": kinds}
    if one.measure == Measure.SHARE:
        return _("%(kinds)s, dari semua %(whole)s") % {"kinds": kinds, "whole": kind_words(one.of)}
    if one.measure == Measure.MONTHS:
        return _("bulan yang berisi %(kinds)s") % {"kinds": kinds}
    return kinds


def _item_words(kinds: tuple[str, ...], points: int, cap: int) -> str:
    words = {"kinds": kind_words(kinds), "points": points, "cap": cap}
    return (_("%(kinds)s %(points)d, paling banyak %(cap)d") if cap else _("%(kinds)s %(points)d")) % words


def kind_words(codes: Iterable[str]) -> str:
    """The names of kinds in running text: "rapat dengan notulen, berita, atau unggahan di kanal"."""
    names = [_kind_name(code) for code in codes]
    if len(names) < 2:
        return "".join(names)
    last = _(", atau ") if len(names) > 2 else _(" atau ")
    return ", ".join(names[:-1]) + last + names[-1]


def _kind_name(code: str) -> str:
    name = _("SK") if code == DECREE else str(FAMILIES[code] if code in FAMILIES else BY_CODE[code].name)
    # "Undangan dijawab, berhalangan hadir": what follows the comma would tear a list apart.
    name = name.split(",")[0]
    # "Rapat dengan notulen" begins a line elsewhere; "UMKM" and "SK" stay as they are.
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def limit_words(one: Indicator) -> str:
    """The least there must be: "2 rapat", "separuh", "lebih dari 0 hari"; blank where there is no limit of its own."""
    if one.is_composite:
        return ""
    if one.measure == Measure.IN_FORCE:
        return days_left_words(one.limit)
    if one.measure == Measure.SHARE:
        return share_words(one.limit)
    if one.measure == Measure.MONTHS:
        return ngettext("%(n)d bulan", "%(n)d bulan", one.limit) % {"n": one.limit}
    if one.measure == Measure.POINTS:
        return ngettext("%(n)d poin", "%(n)d poin", one.limit) % {"n": one.limit}
    return count_words(one.kinds, one.limit)


def days_left_words(limit: int) -> str:
    if limit == 1:
        return _("lebih dari 0 hari")
    return ngettext("%(n)d hari", "%(n)d hari", limit) % {"n": limit}


def share_words(thousandths: int) -> str:
    if thousandths in {500, 1000}:
        return _("separuh") if thousandths == 500 else _("semuanya")
    whole, tenth = divmod(thousandths, 10)
    return f"{whole},{tenth}%" if tenth else f"{whole}%"


def count_words(codes: Iterable[str], n: int) -> str:
    """ "2 rapat" where the kinds share a word, else "3 bukti"."""
    counted = {kind.counted(n) for code in codes for kind in kinds_of(code)}
    return counted.pop() if len(counted) == 1 else ngettext("%(n)d bukti", "%(n)d bukti", n) % {"n": n}


def window_words(one: Indicator) -> str:
    """ "180 hari", "12 bulan", or "hari ini"; blank where it looks at no days of its own."""
    if one.is_composite:
        return ""
    return _("hari ini") if one.measure == Measure.IN_FORCE else length_words(one.window)


def length_words(window: Window) -> str:
    if window.months:
        return ngettext("%(n)d bulan", "%(n)d bulan", window.months) % {"n": window.months}
    return ngettext("%(n)d hari", "%(n)d hari", window.days) % {"n": window.days}


# Falling ----------------------------------------------------------------------------------------------------


def fall_sentences(document: Document) -> list[str]:
    """How slowly a tier falls, and whose word counts; the first is the short of it."""
    noun = tier_noun(document)
    sentences = []
    if document.grace or document.stay:
        sentences.append(_("Tidak langsung turun."))
    else:
        sentences.append(_("Langsung turun."))
        sentences.append(_("Begitu syaratnya tidak terpenuhi, %(noun)s turun pada hari itu juga.") % {"noun": noun})
    if document.grace:
        sentence = ngettext(
            "%(Noun)s baru turun setelah %(n)d hari berturut-turut di bawah batas.",
            "%(Noun)s baru turun setelah %(n)d hari berturut-turut di bawah batas.",
            document.grace,
        )
        sentences.append(sentence % {"Noun": noun.capitalize(), "n": document.grace})
    if document.stay:
        sentence = ngettext(
            "Sekali dicapai, %(noun)s bertahan paling sedikit %(n)d hari.",
            "Sekali dicapai, %(noun)s bertahan paling sedikit %(n)d hari.",
            document.stay,
        )
        sentences.append(sentence % {"noun": noun, "n": document.stay})
    counting = [one for one in document.base if one.kinds != (DECREE,)]
    if counting and all(one.confirmed_only for one in counting):
        sentences.append(_("Hanya bukti yang dikonfirmasi yang dihitung."))
    elif confirmed := [one.name for one in counting if one.confirmed_only]:
        sentences.append(_("Bukti harus dikonfirmasi untuk: %(names)s.") % {"names": ", ".join(confirmed)})
    return sentences
