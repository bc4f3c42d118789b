"""The sentences a head of office would say aloud: pure, and right for every number.

Indonesian has one form for one and for many; ``ngettext`` is for the languages that have two.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.assessment.rules.document import Window
from kentongan.insights.rules import activity
from kentongan.insights.rules.activity import Activity, TierShare
from kentongan.insights.rules.figures import Coverage, DistrictWithout, TargetResult

NAMES_SHOWN = 6


def number(value: int) -> str:
    """ "1.250" in the language of the page."""
    if 0 <= value < 1000:
        return str(value)
    return number_format(value, use_l10n=True, force_grouping=True)


def long_date(day: dt.date | None) -> str:
    """ "Sabtu, 27 September 2025"; nothing for no day."""
    return format_date(day, "l, j F Y") if day else ""


def month(day: dt.date) -> str:
    """ "Juni 2023"."""
    return format_date(day, "F Y")


def joined(names: Sequence[str], limit: int | None = None) -> str:
    """ "Wajak, Kalipare, Kasembon"; beyond the limit "… dan 12 lainnya"."""
    if limit is None or len(names) <= limit:
        return ", ".join(names)
    rest = len(names) - limit
    others = ngettext("%(n)s lainnya", "%(n)s lainnya", rest) % {"n": number(rest)}
    return _("%(names)s, dan %(others)s") % {"names": ", ".join(names[:limit]), "others": others}


def with_number(name: str, value: int) -> str:
    """ "Wajak (13)"."""
    return f"{name} ({number(value)})"


def how_many_groups(groups: int) -> str:
    """ "215 KIM"."""
    return ngettext("%(n)s KIM", "%(n)s KIM", groups) % {"n": number(groups)}


def how_many_villages(villages: int, kelurahan: int) -> str:
    """ "13 desa", "57 kelurahan", or "390 desa dan kelurahan" where both are meant."""
    words = {"n": number(villages)}
    if kelurahan == 0:
        return ngettext("%(n)s desa", "%(n)s desa", villages) % words
    if kelurahan == villages:
        return ngettext("%(n)s kelurahan", "%(n)s kelurahan", villages) % words
    return ngettext("%(n)s desa dan kelurahan", "%(n)s desa dan kelurahan", villages) % words


def _village_word(villages: int, kelurahan: int) -> str:
    if kelurahan == 0:
        return _("desa")
    return _("kelurahan") if kelurahan == villages else _("desa dan kelurahan")


def headline(groups: int, coverage: Coverage) -> tuple[str, str]:
    """The answer in two lines: groups in villages, and what is still missing."""
    if coverage.villages == 0:
        return _("%(groups)s terbentuk.") % {"groups": how_many_groups(groups)}, ""
    where = how_many_villages(coverage.villages, coverage.kelurahan)
    if groups == 0:
        first = _("Belum ada KIM di %(villages)s.") % {"villages": where}
    else:
        first = _("%(groups)s di %(villages)s.") % {"groups": how_many_groups(groups), "villages": where}
    return first, _missing(groups, coverage)


def _missing(groups: int, coverage: Coverage) -> str:
    if coverage.without == 0:
        every = _village_word(coverage.villages, coverage.kelurahan)
        if coverage.villages == 1:
            return _("Tidak ada %(village)s yang tertinggal.") % {"village": every}
        return _("Semua %(villages)s sudah punya KIM.") % {"villages": every}
    missing = how_many_villages(coverage.without, coverage.kelurahan_without)
    if 0 < coverage.kelurahan_without < coverage.without:
        # Both kinds were just named; to say them again would only make the line long.
        missing = number(coverage.without)
    if coverage.in_process == coverage.without:
        return _("%(villages)s sedang diproses.") % {"villages": missing}
    if groups == 0:
        if coverage.in_process:
            return _("%(n)s sudah mulai diproses.") % {"n": number(coverage.in_process)}
        return _("Belum ada yang mulai diproses.")
    return _("%(villages)s belum punya KIM.") % {"villages": missing}


def activity_headline(found: Activity) -> tuple[str, str]:
    """The answer where an instrument is in force: "75 dari 250 KIM aktif." and "175 perlu dibangunkan."."""
    words = {"n": number(found.active), "groups": number(found.groups)}
    if found.active:
        first = _("%(n)s dari %(groups)s KIM aktif.") % words
    else:
        first = _("Belum ada yang aktif dari %(groups)s KIM.") % words
    asleep, unjudged = {"n": number(found.asleep)}, {"n": number(found.unjudged)}
    if found.asleep and found.unjudged:
        second = _("%(asleep)s perlu dibangunkan, %(unjudged)s belum dinilai.") % {
            "asleep": asleep["n"],
            "unjudged": unjudged["n"],
        }
    elif found.asleep:
        second = ngettext("%(n)s perlu dibangunkan.", "%(n)s perlu dibangunkan.", found.asleep) % asleep
    elif found.unjudged:
        second = ngettext("%(n)s belum dinilai.", "%(n)s belum dinilai.", found.unjudged) % unjudged
    else:
        second = _("Tidak ada yang perlu dibangunkan.")
    return first, second


def back_words(window: Window | None) -> str:
    """ "dalam 90 hari terakhir"; nothing where the instrument looks back in more ways than one."""
    if window is None:
        return ""
    if window.days:
        return ngettext("dalam %(n)s hari terakhir", "dalam %(n)s hari terakhir", window.days) % {
            "n": number(window.days)
        }
    return ngettext("dalam %(n)s bulan terakhir", "dalam %(n)s bulan terakhir", window.months) % {
        "n": number(window.months)
    }


def no_instrument(as_of: dt.date, today: dt.date) -> str:
    """Why nothing is said of activity."""
    if as_of == today:
        return _("Keaktifan belum dihitung: belum ada instrumen KIM aktif yang berlaku di sini.")
    return _("Keaktifan tidak dihitung: pada %(day)s belum ada instrumen KIM aktif yang berlaku.") % {
        "day": format_date(as_of, "j F Y")
    }


# --- Movers, falls, sleepers ------------------------------------------------------------------------


def movers_title(risen: int, fallen: int) -> str:
    """ "4 KIM naik, 2 turun dalam sebulan"."""
    words = {"risen": number(risen), "fallen": number(fallen)}
    if risen and fallen:
        return _("%(risen)s KIM naik, %(fallen)s turun dalam sebulan") % words
    if risen:
        return ngettext("%(risen)s KIM naik dalam sebulan", "%(risen)s KIM naik dalam sebulan", risen) % words
    if fallen:
        return ngettext("%(fallen)s KIM turun dalam sebulan", "%(fallen)s KIM turun dalam sebulan", fallen) % words
    return _("Tidak ada yang berpindah dalam sebulan")


def move_words(before: str, now: str) -> str:
    """ "Dari Berkembang ke Maju"; no tier has no name."""
    if not before:
        return _("Masuk %(now)s") % {"now": now}
    if not now:
        return _("Keluar dari %(before)s") % {"before": before}
    return _("Dari %(before)s ke %(now)s") % {"before": before, "now": now}


def falling_title(count: int) -> str:
    if not count:
        return _("Tidak ada yang akan turun dalam 30 hari")
    return ngettext("%(n)s KIM perlu dijaga dalam 30 hari", "%(n)s KIM perlu dijaga dalam 30 hari", count) % {
        "n": number(count)
    }


def keep_words(needed: str, tier: str, last_safe: dt.date) -> str:
    """ "1 rapat sebelum 5 Oktober 2025, agar tetap Maju": what keeps the tier; without it only until when it is safe."""
    # What is done on the last safe day still keeps the tier.
    by = format_date(last_safe + dt.timedelta(days=1), "j F Y")
    if needed:
        needed = needed[:1].upper() + needed[1:]
        return _("%(needed)s sebelum %(day)s, agar tetap %(tier)s") % {"needed": needed, "day": by, "tier": tier}
    return _("%(tier)s aman sampai %(day)s") % {"tier": tier, "day": format_date(last_safe, "j F Y")}


def sleepers_title(count: int) -> str:
    if not count:
        return _("Tidak ada yang perlu dibangunkan")
    return ngettext("%(n)s KIM tinggal sedikit lagi", "%(n)s KIM, urut dari yang tinggal sedikit lagi", count) % {
        "n": number(count)
    }


def lack_words(lacking: int | None) -> str:
    """ "Tinggal 1 bukti lagi": how small the next good step is."""
    if lacking is None:
        return _("Perlu langkah lain")
    if lacking == 1:
        return _("Tinggal 1 bukti lagi")
    return ngettext("Perlu %(n)s bukti lagi", "Perlu %(n)s bukti lagi", lacking) % {"n": number(lacking)}


def judged_title(count: int, *, active: bool | None, tier: str | None) -> str:
    """ "75 KIM aktif", "168 KIM di tingkat Rintisan"."""
    words = {"n": number(count), "tier": tier}
    if tier:
        return ngettext("%(n)s KIM: %(tier)s", "%(n)s KIM: %(tier)s", count) % words
    if tier == "":
        return ngettext("%(n)s KIM tanpa tingkat", "%(n)s KIM tanpa tingkat", count) % words
    if active is None:
        return ngettext("%(n)s KIM dinilai", "%(n)s KIM dinilai", count) % words
    if active:
        return ngettext("%(n)s KIM aktif", "%(n)s KIM aktif", count) % words
    return ngettext("%(n)s KIM tidak aktif", "%(n)s KIM tidak aktif", count) % words


# --- Answers ----------------------------------------------------------------------------------------


def districts_without_detail(districts: Sequence[DistrictWithout], total: int) -> str:
    """ "Wajak 13 desa, Kalipare 9, Kasembon 6. Semuanya 28 desa." """
    if total == 0:
        return _("Belum ada data kecamatan.")
    if not districts:
        return ngettext("%(n)s kecamatan sudah punya KIM.", "Semua %(n)s kecamatan sudah punya KIM.", total) % {
            "n": number(total)
        }
    names = joined([f"{district.name} {number(district.villages)}" for district in districts], NAMES_SHOWN)
    villages, kelurahan = sum(d.villages for d in districts), sum(d.kelurahan for d in districts)
    return _("%(names)s. Semuanya %(villages)s.") % {"names": names, "villages": how_many_villages(villages, kelurahan)}


def decrees_detail(ended: int, none: int) -> str:
    """ "12 sudah habis, 35 belum tercatat." """
    parts = []
    if ended:
        parts.append(ngettext("%(n)s sudah habis", "%(n)s sudah habis", ended) % {"n": number(ended)})
    if none:
        parts.append(ngettext("%(n)s belum tercatat", "%(n)s belum tercatat", none) % {"n": number(none)})
    return ", ".join(parts) + "." if parts else _("Semua SK lain berlaku lebih lama.")


def target_detail(target: TargetResult, as_of: dt.date) -> str:
    """ "Kurang 25, sisa 199 hari." Two targets are both said, each with its own remainder."""
    if not target.is_set:
        return _("Target belum dicatat.")
    days = (dt.date(as_of.year, 12, 31) - as_of).days
    left = ngettext("sisa %(n)s hari", "sisa %(n)s hari", days) % {"n": number(days)} if days else _("hari terakhir")
    if target.is_disputed:
        both = _(" atau ").join(number(value) for value in target.values)
        shorts = _(" atau ").join(number(short) for short in target.shorts)
        return _("Sumber berbeda: %(values)s. Kurang %(shorts)s, %(left)s.") % {
            "values": both,
            "shorts": shorts,
            "left": left,
        }
    over = target.reached - target.values[0]
    if over > 0:
        return _("Tercapai, lebih %(n)s.") % {"n": number(over)}
    if over == 0:
        return _("Tercapai.")
    return _("Kurang %(n)s, %(left)s.") % {"n": number(-over), "left": left}


# --- Findings as titles -----------------------------------------------------------------------------


def growth_title(first: int, last: int) -> str:
    """ "Dari 28 menjadi 250 KIM"; what happened, whichever way it went."""
    if last == 0:
        return _("Belum ada KIM yang tercatat")
    if first == last:
        return _("Tetap %(groups)s") % {"groups": how_many_groups(last)}
    return _("Dari %(first)s menjadi %(groups)s") % {"first": number(first), "groups": how_many_groups(last)}


def activity_growth_title(groups: int, active: int, before: int | None) -> str:
    """ "Terbentuk 250, aktif tinggal 75"; ``before`` is the first number of active groups that is known, if any."""
    words = {"groups": number(groups), "n": number(active)}
    if active == 0:
        return _("Terbentuk %(groups)s, belum ada yang aktif") % words
    if active == groups:
        return _("Terbentuk %(groups)s, semuanya aktif") % words
    if before is not None and active > before:
        return _("Terbentuk %(groups)s, aktif naik menjadi %(n)s") % words
    if active * 2 < groups:
        return _("Terbentuk %(groups)s, aktif tinggal %(n)s") % words
    return _("Terbentuk %(groups)s, aktif %(n)s") % words


def activity_map_title(children: Sequence[tuple[str, Activity]], level_word: str) -> str:
    """ "Poncokusumo paling hidup, 6 kecamatan tanpa satu pun KIM aktif": where it lives and where it is quiet.

    A place with one or two groups is not called the liveliest while larger ones can be compared.
    """
    silent = sum(found.active == 0 and not found.unjudged for _name, found in children)
    if not any(found.active for _name, found in children):
        return _("Belum ada KIM aktif di %(n)s %(level)s") % {"n": number(len(children)), "level": level_word}
    comparable = [pair for pair in children if pair[1].judged >= activity.FEW] or list(children)
    best = max((found.share, found.active) for _name, found in comparable)
    names = [name for name, found in comparable if (found.share, found.active) == best]
    quiet = ngettext("%(n)s %(level)s tanpa satu pun KIM aktif", "%(n)s %(level)s tanpa satu pun KIM aktif", silent) % {
        "n": number(silent),
        "level": level_word,
    }
    if len(names) > 2 or best[1] == 0:
        return (
            quiet[:1].upper() + quiet[1:] if silent else _("Setiap %(level)s punya KIM aktif") % {"level": level_word}
        )
    lively = _("%(names)s paling hidup") % {"names": _(" dan ").join(names)}
    if silent:
        return f"{lively}, {quiet}"
    return _("%(lively)s, setiap %(level)s punya KIM aktif") % {"lively": lively, "level": level_word}


def silent_note(children: Sequence[tuple[str, Activity]]) -> str:
    """ "Bantur, Donomulyo, Gedangan punya 17 KIM, belum ada yang aktif." for places that have groups."""
    quiet = [(name, found.groups) for name, found in children if found.groups and not (found.active or found.unjudged)]
    if not quiet:
        return ""
    groups = sum(many for _name, many in quiet)
    return ngettext(
        "%(names)s punya %(n)s KIM, belum ada yang aktif.", "%(names)s punya %(n)s KIM, belum ada yang aktif.", groups
    ) % {"names": joined([name for name, _many in quiet], 4), "n": number(groups)}


def tiers_title(tiers: Sequence[TierShare]) -> str:
    """ "Dua pertiga masih rintisan": the tier that holds most."""
    found, groups = activity.largest(tiers), sum(tier.groups for tier in tiers)
    if found is None:
        return _("Belum ada KIM untuk dinilai")
    words = {"part": _part_word(found.groups, groups), "tier": _tier_word(found.name)}
    if any(letter.isdigit() for letter in found.name):
        return _("%(part)s di %(tier)s") % words
    if found.is_last and len(tiers) > 1:
        return _("%(part)s masih %(tier)s") % words
    if found.is_first and len(tiers) > 1:
        return _("%(part)s sudah %(tier)s") % words
    return _("%(part)s %(tier)s") % words


def _part_word(part: int, whole: int) -> str:
    if part == whole:
        return _("Semua KIM")
    found = activity.fraction_of(part, whole)
    if found is None:
        return _("%(n)s dari %(groups)s KIM") % {"n": number(part), "groups": number(whole)}
    fraction, off = found
    word = {
        activity.THREE_QUARTERS: _("tiga perempat"),
        activity.TWO_THIRDS: _("dua pertiga"),
        activity.HALF: _("separuh"),
        activity.THIRD: _("sepertiga"),
    }[fraction]
    if off:
        word = (_("lebih dari %(part)s") if off > 0 else _("hampir %(part)s")) % {"part": word}
    return word[:1].upper() + word[1:]


def _tier_word(name: str) -> str:
    """A tier's name within a sentence: "rintisan", but "Klaster 2" and "KIM Mandiri" as they are written."""
    return name.lower() if name.istitle() and not any(letter.isdigit() for letter in name) else name


def map_title(districts: int, without: Sequence[DistrictWithout], complete: int) -> str:
    """What the petak map shows, as a finding: kecamatan without a KIM first, then complete ones."""
    if without and len(without) == districts:
        return _("Belum ada kecamatan yang punya KIM")
    if without:
        return ngettext(
            "%(n)s kecamatan belum punya KIM: %(names)s", "%(n)s kecamatan belum punya KIM: %(names)s", len(without)
        ) % {"n": number(len(without)), "names": joined([district.name for district in without], 3)}
    if complete == districts:
        return _("Semua desa di %(n)s kecamatan sudah punya KIM") % {"n": number(districts)}
    if complete:
        return ngettext(
            "Setiap kecamatan punya KIM, %(n)s sudah lengkap",
            "Setiap kecamatan punya KIM, %(n)s sudah lengkap",
            complete,
        ) % {"n": number(complete)}
    return _("Setiap kecamatan sudah punya KIM")


def quiet_title(level_word: str, shown: int) -> str:
    """ "Enam kecamatan paling sunyi" above the quietest children on a phone."""
    return _("%(n)s %(level)s paling sunyi") % {"n": small_number(shown).capitalize(), "level": level_word}


def small_number(value: int) -> str:
    """ "enam"; from ten on digits."""
    words = (
        _("nol"),
        _("satu"),
        _("dua"),
        _("tiga"),
        _("empat"),
        _("lima"),
        _("enam"),
        _("tujuh"),
        _("delapan"),
        _("sembilan"),
    )
    return words[value] if 0 <= value < len(words) else number(value)
