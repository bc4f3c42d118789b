"""The parts of the pages of figures, ready for their templates."""

import datetime as dt
from collections.abc import Sequence

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.areas.enums import Level
from kentongan.core.clock import today
from kentongan.insights.queries import Figures, Network, active_over_time
from kentongan.insights.rules import sentences
from kentongan.insights.rules.activity import Activity
from kentongan.insights.rules.figures import TargetResult, judge_target
from kentongan.insights.rules.growth import Goal, Series, Vertex
from kentongan.insights.rules.growth_drawing import Caption, Chart, growth_chart
from kentongan.insights.rules.sentences import number
from kentongan.insights.rules.work import Work
from kentongan.insights.views._common import Links
from kentongan.registry.enums import Measure, Precision

# More slits than this are a meter.
MOST_SLITS = 600
SLIT_GROUP = 50
LONGEST_MONTH = 31


# --- The answer ---------------------------------------------------------------------------------------


def headline_of(figures: Figures, network: Network) -> tuple[str, str]:
    """Active of formed where an instrument says what active means; else how many there are."""
    if network.whole and network.whole.groups:
        return sentences.activity_headline(network.whole)
    return sentences.headline(figures.groups_formed, figures.coverage)


def lead_of(figures: Figures, works: list[Work], series: Series) -> dict[str, str]:
    """What waits, the nearest of it in bold, and how the number of groups moved."""
    as_of = figures.as_of
    lead = {"waiting": "", "nearest": "", "since": ""}
    if works:
        count = len(works)
        words = {"n": sentences.small_number(count).capitalize()}
        if as_of == today():
            lead["waiting"] = ngettext("%(n)s hal menunggu Anda hari ini.", "%(n)s hal menunggu Anda hari ini.", count)
        else:
            lead["waiting"] = ngettext("%(n)s hal menunggu saat itu.", "%(n)s hal menunggu saat itu.", count)
        lead["waiting"] %= words
        ahead = next((work for work in works if work.due and work.due >= as_of and not work.waits), None)
        if ahead and ahead.due:
            lead["nearest"] = _("%(title)s, %(day)s.") % {"title": ahead.title, "day": sentences.long_date(ahead.due)}
    before = next((mark for mark in reversed(series.marks[:-1]) if mark.groups != series.marks[-1].groups), None)
    if before:
        rose = series.marks[-1].groups > before.groups
        sentence = (
            _("Sejak %(month)s jumlah KIM naik dari %(before)s menjadi %(now)s.")
            if rose
            else _("Sejak %(month)s jumlah KIM turun dari %(before)s menjadi %(now)s.")
        )
        lead["since"] = sentence % {
            "month": sentences.month(before.on),
            "before": number(before.groups),
            "now": number(series.marks[-1].groups),
        }
    return lead


def answers_of(figures: Figures, network: Network, links: Links) -> list[dict]:
    """The rows of the answer list; each figure opens the rows behind it."""
    rows = [_where_missing(figures, links), _decrees(figures, links)]
    active = _target_active(figures, network, links)
    if active:
        rows.append(active)
    if not active or figures.target_new.is_set:
        rows.append(_target(figures, links))
    return rows


def _target_active(figures: Figures, network: Network, links: Links) -> dict | None:
    """Active groups against the year's target; None where no such target is set or nothing is judged."""
    if not network.whole:
        return None
    result = judge_target(figures.targets, figures.as_of.year, Measure.ACTIVE, network.whole.active)
    if not result.is_set:
        return None
    return {
        "figure": result.reached,
        "of": _of_values(result),
        "label": _("Target KIM aktif %(year)s") % {"year": result.year},
        "detail": sentences.target_detail(result, figures.as_of),
        "href": links.rows("judged_groups", aktif="ya") if result.reached else "",
    }


def _of_values(result: TargetResult) -> str:
    return _("dari %(values)s") % {"values": number(result.values[0])} if len(result.values) == 1 else ""


def _where_missing(figures: Figures, links: Links) -> dict:
    area, without = figures.area, figures.districts_without
    if area.level in {Level.DISTRICT, Level.VILLAGE}:
        coverage = figures.coverage
        detail = ngettext("%(n)s sedang diproses.", "%(n)s sedang diproses.", coverage.in_process) % {
            "n": number(coverage.in_process)
        }
        word = _("Kelurahan tanpa KIM") if coverage.kelurahan == coverage.villages else _("Desa tanpa KIM")
        return {
            "figure": coverage.without,
            "label": word,
            "detail": detail if coverage.without else _("Semua sudah punya KIM."),
            "href": links.rows("villages", keadaan="tanpa-kim"),
        }
    return {
        "figure": len(without),
        "label": _("Kecamatan tanpa KIM"),
        "detail": sentences.districts_without_detail(without, figures.districts),
        "href": links.to("area", area.code, hanya="tanpa", anchor="anak"),
    }


def _decrees(figures: Figures, links: Links) -> dict:
    return {
        "figure": figures.decrees.ending,
        "label": _("SK habis dalam 90 hari"),
        "detail": sentences.decrees_detail(figures.decrees.ended, figures.decrees.none),
        "href": links.rows("decrees", keadaan="ending"),
    }


def _target(figures: Figures, links: Links) -> dict:
    """New groups of the year against the target; the total where only a total was set."""
    new, total, as_of = figures.target_new, figures.target_total, figures.as_of
    if not new.is_set and total.is_set:
        result, label, href = total, _("Target jumlah KIM %(year)s"), links.rows("groups")
    else:
        result, label = new, (_("Target KIM baru %(year)s") if new.is_set else _("KIM baru %(year)s"))
        href = links.rows(
            "groups",
            terbentuk_dari=f"{as_of.year}-01-01",
            terbentuk_sampai=as_of.isoformat(),
            kepastian=Precision.DAY.value,
        )
    detail = sentences.target_detail(result, as_of)
    if figures.area.level == Level.DISTRICT and not result.is_set:
        detail = _("Target dicatat per kabupaten atau kota.")
    return {
        "figure": result.reached,
        "of": _of_values(result),
        "label": label % {"year": result.year},
        "detail": detail,
        # Behind a nought there is no row to show.
        "href": href if result.reached else "",
    }


# --- One slit a unit --------------------------------------------------------------------------------


def band_of(figures: Figures, network: Network) -> dict:
    """One slit a group where activity is known, else one a village."""
    if network.whole and network.whole.groups:
        return _band_of_groups(network.whole, sentences.back_words(network.window))
    coverage = figures.coverage
    village = _("kelurahan") if coverage.kelurahan == coverage.villages else _("desa")
    words = [
        ("ada", coverage.covered, _("punya KIM")),
        ("proses", coverage.in_process, _("sedang diproses")),
        ("belum", coverage.without - coverage.in_process, _("belum")),
    ]
    sentence = _("%(covered)s dari %(villages)s punya KIM, %(in_process)s sedang diproses.") % {
        "covered": number(coverage.covered),
        "villages": sentences.how_many_villages(coverage.villages, coverage.kelurahan),
        "in_process": number(coverage.in_process),
    }
    unit = _("Satu garis satu %(village)s, satu kelompok 50") % {"village": village}
    return _band(words, coverage.villages, unit, sentence)


def _band_of_groups(found: Activity, back: str) -> dict:
    # Groups that nobody judges stand last: they are neither active nor asleep.
    words = [
        ("ada", found.active, f"{_('aktif')} {back}".strip()),
        ("belum", found.asleep, _("tidak aktif")),
        ("luar", found.unjudged, _("belum dinilai")),
    ]
    sentence = _("%(active)s dari %(groups)s KIM aktif.") % {
        "active": number(found.active),
        "groups": number(found.groups),
    }
    return _band(words, found.groups, _("Satu garis satu KIM, satu kelompok 50 KIM"), sentence, of_groups=True)


def _band(words: list[tuple[str, int, str]], total: int, unit: str, sentence: str, *, of_groups: bool = False) -> dict:
    """Slits in groups of fifty with three states, or the shares of a meter where there are too many."""
    first, second = words[0][1], words[0][1] + words[1][1]
    return {
        "words": [
            {"kind": kind, "n": count, "text": text} for kind, count, text in words if count or kind == words[0][0]
        ],
        "total": total,
        "first": first,
        "second": words[1][1],
        "unit": unit,
        "sentence": sentence,
        "of_groups": of_groups,
        "groups": [
            {
                "n": min(SLIT_GROUP, total - start),
                "on": _filled(first, start, total),
                "way": _filled(second, start, total),
            }
            for start in range(0, total, SLIT_GROUP)
        ]
        if total <= MOST_SLITS
        else [],
    }


def _filled(upto: int, start: int, total: int) -> int:
    return max(0, min(upto - start, SLIT_GROUP, total - start))


# --- Decrees ------------------------------------------------------------------------------------------


def decrees_of(figures: Figures, links: Links) -> dict:
    """All groups by the state of their decree: four rows that add up."""
    states, groups = figures.decrees, figures.groups_formed
    running = states.in_force + states.ending
    if not groups:
        title = _("Belum ada SK untuk dijaga")
    elif running == groups:
        title = _("Semua SK masih berlaku")
    else:
        title = _("SK masih berlaku di %(n)s dari %(groups)s") % {
            "n": number(running),
            "groups": sentences.how_many_groups(groups),
        }
    rows = (
        (_("Berlaku"), _("lebih dari 90 hari lagi"), states.in_force, "in_force", "ok"),
        (_("Habis dalam 90 hari"), _("saatnya diperpanjang"), states.ending, "ending", "warn"),
        (_("Sudah habis"), _("belum ada SK penggantinya"), states.ended, "ended", "bad"),
        (_("Belum tercatat"), _("nomor dan masa berlaku belum masuk"), states.none, "none", "off"),
    )
    return {
        "title": title,
        "rows": [
            {
                "label": label,
                "detail": detail,
                "value": value,
                "share": f"{value / groups:.4f}" if groups else "0",
                "kind": kind,
                "href": links.rows("groups", sk=state),
            }
            for label, detail, value, state, kind in rows
        ],
    }


# --- Growth -------------------------------------------------------------------------------------------


def growth_of(figures: Figures, series: Series, active: Sequence[Vertex] = ()) -> dict:
    """The chart in a wide and a narrow drawing, its finding and the sentence for who cannot see it.

    ``active`` are the active groups over time, the day itself last; empty where none are known.
    """
    marks, goals = series.marks, series.goals
    captions = [_caption(mark, place, marks) for place, mark in enumerate(marks)]
    goal_captions = [_goal_caption(goal) for goal in goals]
    first = marks[0].groups if marks else 0
    last = marks[-1].groups if marks else 0
    said = ", ".join(
        _("%(n)s pada %(day)s") % {"n": number(mark.groups), "day": format_date(mark.on, "j F Y")} for mark in marks
    )
    sentence = _("Jumlah KIM: %(points)s.") % {"points": said} if said else ""
    active_caption = None
    if active:
        before = active[0].groups if len(active) > 1 else None
        title = sentences.activity_growth_title(last, active[-1].groups, before)
        active_caption = Caption(number(active[-1].groups), _("aktif"), words_first=False)
        sentence += " " + _("Aktif: %(points)s.") % {
            "points": ", ".join(
                _("%(n)s pada %(day)s") % {"n": number(one.groups), "day": format_date(one.on, "j F Y")}
                for one in ([active[0], active[-1]] if len(active) > 1 else active)
            )
        }
    else:
        title = sentences.growth_title(first, last) if len(marks) > 1 else sentences.growth_title(last, last)

    def drawing(width: int) -> Chart | None:
        return growth_chart(
            series, captions, goal_captions, width=width, height=250, active=active, active_caption=active_caption
        )

    return {
        "title": title,
        "has_gaps": series.has_gaps or any(one.dotted for one in active),
        "has_goals": bool(goals),
        "has_active": bool(active),
        "sentence": sentence,
        "wide": drawing(755),
        "narrow": drawing(350),
    }


def active_points(network: Network) -> list[Vertex]:
    """Active groups month by month while an instrument was in force, and on the day itself."""
    if not network.whole or not network.whole.groups:
        return []
    before = active_over_time(network.area, network.as_of, network.whole.groups)
    gap = bool(before) and (network.as_of - before[-1].on).days > LONGEST_MONTH
    return [*before, Vertex(network.as_of, network.whole.active, dotted=gap)]


def _caption(mark: Vertex, place: int, marks: tuple[Vertex, ...]) -> Caption:
    if place == len(marks) - 1:
        return Caption(number(mark.groups), _("terbentuk"), words_first=False)
    if (mark.on.month, mark.on.day) == (1, 1):
        words = _("awal %(year)s") % {"year": mark.on.year}
    elif (mark.on.month, mark.on.day) == (12, 31):
        words = _("akhir %(year)s") % {"year": mark.on.year}
    else:
        words = sentences.month(mark.on)
    return Caption(number(mark.groups), words)


def _goal_caption(goal: Goal) -> Caption:
    return Caption(number(goal.groups), _("target %(year)s") % {"year": goal.on.year})


def as_of_note(as_of: dt.date, is_demo: bool) -> str:
    """What the as-of control says below its field."""
    if is_demo:
        return _("Data contoh dibuka pada %(day)s, sehari setelah angka terakhir yang dipublikasikan.") % {
            "day": sentences.long_date(today())
        }
    return ""
