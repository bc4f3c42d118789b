"""What the instruments say, ready for the templates: tiers, movers, those to look after, sleepers."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.permissions import may
from kentongan.assessment.queries.judged_groups import Falling, Mover, Sleeper, Standings
from kentongan.assessment.rules.document import Tier
from kentongan.core.clock import today
from kentongan.insights.queries import Figures, Network, keeping
from kentongan.insights.rules import sentences
from kentongan.insights.rules.sentences import number
from kentongan.insights.views._common import Links
from kentongan.registry.models import Group

SHORT = 3


def tiers_of(network: Network, links: Links, page: Callable[[str], str]) -> dict[str, Any] | None:
    """Groups by tier, the last tier first, as a network grows: bars of all groups, full as far as they are active.

    ``page`` is the address of the page with another instrument.
    """
    if network.tiers is None:
        return None
    shares = network.tier_shares
    most = max((one.groups for one in shares), default=0) or 1
    ordered = [one for one in shares[::-1] if one.name] + [one for one in shares if not one.name]
    return {
        "title": sentences.tiers_title(shares),
        "groups": sum(one.groups for one in shares),
        "unjudged": network.tiers.not_judged,
        "instrument": instrument_of(network.tiers),
        "knows_active": network.activity is not None,
        "choices": choices_of(network, page),
        "rows": [
            {
                "label": one.name or _("Tanpa tingkat"),
                "detail": one.text if one.name else _("belum ada aturan yang cocok"),
                "value": one.groups,
                "active": one.active,
                "share": f"{one.groups / most:.4f}",
                "full": f"{(one.active or 0) / one.groups:.4f}" if one.groups else "0",
                "href": links.rows("judged_groups", tingkat=one.name or "-", instrumen=network.chosen)
                if one.groups
                else "",
            }
            for one in ordered
        ],
    }


def instrument_of(found: Standings) -> dict[str, Any]:
    """The instrument by which an area is judged, named with its version; their number where there are several."""
    if len(found.versions) == 1:
        version = found.versions[0]
        return {
            "name": _("%(name)s, versi %(number)s") % {"name": version.instrument.name, "number": version.number},
            "href": reverse("instrument", args=[version.instrument.office_id, version.instrument.code]),
        }
    count = len(found.versions)
    return {
        "name": ngettext("%(n)s instrumen", "%(n)s instrumen", count) % {"n": number(count)},
        "href": "",
    }


def choices_of(network: Network, page: Callable[[str], str]) -> list[dict[str, Any]]:
    """Chips for the instruments of tiers; none where there is nothing to choose."""
    if len(network.choices) < 2:
        return []
    shown = network.chosen or network.choices[0].instrument.code
    return [
        {
            "label": one.instrument.name,
            "href": page(one.instrument.code),
            "current": one.instrument.code == shown,
        }
        for one in network.choices
    ]


def tier_words(network: Network) -> dict[int, list[str]]:
    """By the key of a group: whether it is active, and its tier, in a word each."""
    words: dict[int, list[str]] = {}
    for found in (network.activity, network.tiers):
        for pk, tier in (found.tier_of if found else {}).items():
            words.setdefault(pk, []).append(_tier(tier))
    return words


# --- Short lists --------------------------------------------------------------------------------------------


def short_lists(network: Network, links: Links) -> dict[str, dict[str, Any]]:
    """Those to look after, movers, sleepers: the first rows of each, and the page with all of them."""
    lists = {}
    if network.moving:
        moved = network.moving.risen + network.moving.fallen
        lists["falling"] = {
            "key": "turun",
            "title": sentences.falling_title(network.moving.falling_count),
            "how": _("Yang perlu dilakukan agar tidak turun, urut dari yang paling dekat."),
            "rows": [_short(row) for row in falling_rows(network.moving.falling(SHORT), links)],
            "count": network.moving.falling_count,
            "href": links.rows("falling_groups", instrumen=network.chosen),
            "empty": _("Setiap KIM aman paling sedikit 30 hari lagi."),
        }
        lists["movers"] = {
            "key": "gerak",
            "title": sentences.movers_title(network.moving.risen, network.moving.fallen),
            "how": _("Dibanding sebulan sebelumnya, menurut %(name)s.")
            % {"name": instrument_of(network.moving)["name"]},
            "rows": [_short(mover_row(one, links)) for one in network.moving.movers(SHORT)],
            "count": moved,
            "href": links.rows("moved_groups", instrumen=network.chosen),
            "empty": _("KIM yang naik atau turun akan tampil di sini."),
        }
    if network.activity:
        lists["sleepers"] = {
            "key": "tidur",
            "title": sentences.sleepers_title(network.activity.sleepers_count),
            "how": _("Langkah kecil yang membuat KIM aktif lagi."),
            "rows": [_short(sleeper_row(one, links)) for one in network.activity.sleepers(SHORT)],
            "count": network.activity.sleepers_count,
            "href": links.rows("sleeping_groups"),
            "empty": _("Semua KIM yang dinilai sudah aktif."),
        }
    return lists


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a short list, which has no column for the place."""
    detail = _("%(place)s. %(detail)s") % row if row["detail"] else row["place"]
    return {**row, "detail": detail}


def mover_row(mover: Mover, links: Links) -> dict[str, Any]:
    return {
        **_named(mover.group, links),
        "tag_kind": "ok" if mover.has_risen else "warn",
        "tag": _("Naik") if mover.has_risen else _("Turun"),
        "detail": sentences.move_words(_tier(mover.before), _tier(mover.now)),
    }


def falling_rows(falls: Sequence[Falling], links: Links) -> list[dict[str, Any]]:
    needed = keeping(falls, links.as_of)
    return [_falling_row(one, needed.get(one.group.pk, ""), links) for one in falls]


def _falling_row(falling: Falling, needed: str, links: Links) -> dict[str, Any]:
    days = (falling.last_safe_day - links.as_of).days
    word = ngettext("%(n)s hari lagi", "%(n)s hari lagi", days) % {"n": number(days)} if days else _("Hari ini")
    return {
        **_named(falling.group, links),
        "tag_kind": "warn",
        "tag": word,
        "detail": sentences.keep_words(needed, _tier(falling.now), falling.last_safe_day),
    }


def sleeper_row(sleeper: Sleeper, links: Links) -> dict[str, Any]:
    return {
        **_named(sleeper.group, links),
        "tag_kind": "neutral" if sleeper.lacking == 1 else "off",
        "tag": sentences.lack_words(sleeper.lacking),
        "detail": next((one.hint for one in sleeper.lacks if one.hint), ""),
    }


def judged_row(group: Group, words: list[str], network: Network, links: Links) -> dict[str, Any]:
    """A group with its two verdicts; the first word is of activity where that is judged."""
    row = {**_named(group, links), "tag": "", "detail": ""}
    if network.activity:
        is_active = group.pk in network.active_keys
        row |= {"tag_kind": "ok" if is_active else "off", "tag": words[0]} if words else {}
    if network.tiers and words:
        row["detail"] = words[-1] or _("Tanpa tingkat")
    return row


def _named(group: Group, links: Links) -> dict[str, Any]:
    href = links.to("group", group.code)
    place = group.area.parent.name if group.area.parent and group.area.level == "village" else group.area.name
    return {
        "title": group.name,
        "place": place,
        "area": group.area.full_name,
        "href": href,
        "action": _("Buka KIM"),
    }


def _tier(tier: Tier | None) -> str:
    return tier.name if tier else ""


# --- Nothing in force ---------------------------------------------------------------------------------------


def unjudged_of(network: Network, figures: Figures, user: User) -> dict[str, str] | None:
    """One honest line where no instrument says what active means, with the way to put one in force for those who may."""
    if network.activity is not None or not figures.groups_formed:
        return None
    may_set = network.as_of == today() and may(user, Capability.SET_OFFICE, area=network.area)
    href = reverse("instruments") if may_set else ""
    return {"text": sentences.no_instrument(network.as_of, today()), "href": href}
