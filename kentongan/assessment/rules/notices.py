"""What people are told by themselves: when an SK is about to end, when a KIM rises, and what keeps its tier. Kind, never shaming."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as format_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.assessment.rules.document import Indicator, Tier

# Days before an SK ends on which people hear of it; each once.
STAGES = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words; ``mark`` tells this event of the group from every other."""

    mark: str
    title: str
    text: str
    action: str


def decree_stage(ends_on: dt.date, day: dt.date) -> int | None:
    """Which of the stages the days left fall into; None before the first and once it has ended."""
    left = (ends_on - day).days
    return next((stage for stage in STAGES if 0 <= left <= stage), None)


def decree_ends(name: str, ends_on: dt.date, day: dt.date) -> Words | None:
    """An SK's end is near; None when it is not."""
    stage = decree_stage(ends_on, day)
    if stage is None:
        return None
    left = (ends_on - day).days
    when = ngettext("%(n)d hari lagi", "%(n)d hari lagi", left) % {"n": left} if left else _("hari ini")
    next_step = {
        90: _("Waktu yang baik untuk menyiapkan SK baru bersama desa atau kelurahan."),
        30: _("Pastikan berkas SK baru sudah di meja desa atau kelurahan."),
        7: _("Bila SK baru sudah terbit, catat supaya KIM tetap tercatat ber-SK."),
    }[stage]
    return Words(
        mark=f"sk:{ends_on.isoformat()}:{stage}",
        title=_("SK %(name)s habis %(day)s") % {"name": name, "day": _day(ends_on)},
        text=f"{when[0].upper()}{when[1:]}. {next_step}",
        action=_("Lihat SK"),
    )


def has_risen(name: str, now: Tier, before: Tier | None, day: dt.date) -> Words:
    """A group is in a better tier than a month ago."""
    return Words(
        mark=f"{rise_mark(now)}:{day.isoformat()}",
        title=_("%(name)s naik ke %(tier)s") % {"name": name, "tier": now.name},
        text=(_("Sebelumnya %(tier)s.") % {"tier": before.name} + " " if before else "")
        + _("Terima kasih untuk semua yang ikut bergerak."),
        action=_("Lihat alasannya"),
    )


def rise_mark(now: Tier) -> str:
    """What is the same for a rise however many nights it is seen."""
    return f"naik:{slugify(now.name)}"


def about_to_fall(name: str, now: Tier, last_safe_day: dt.date, losing: Sequence[Indicator], day: dt.date) -> Words:
    """A group keeps its tier until a day; what would keep it longer."""
    left = (last_safe_day - day).days
    until = _("Aman sampai %(day)s.") % {"day": _day(last_safe_day)}
    hints = [one.hint.rstrip(".") + "." for one in losing if one.hint]
    need = hints[0] if hints else _("Satu kegiatan yang tercatat sebelum itu sudah menolong.")
    return Words(
        mark=f"jaga:{slugify(now.name)}:{last_safe_day.isoformat()}",
        title=ngettext(
            "%(name)s: %(n)d hari untuk menjaga %(tier)s", "%(name)s: %(n)d hari untuk menjaga %(tier)s", left
        )
        % {"name": name, "n": left, "tier": now.name}
        if left
        else _("%(name)s: hari ini untuk menjaga %(tier)s") % {"name": name, "tier": now.name},
        text=f"{until} {need}",
        action=_("Lihat langkahnya"),
    )


def _day(day: dt.date) -> str:
    return format_date(day, "j F Y")
