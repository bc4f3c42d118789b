"""Tell people what evidence and decrees say of their groups; each event once, however often this runs."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import override

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Notice
from kentongan.accounts.notices import new_notice, notify_many
from kentongan.areas.models import Area, within
from kentongan.assessment.enums import Purpose
from kentongan.assessment.queries.judged_groups import Standings
from kentongan.assessment.queries.standings import standings
from kentongan.assessment.rules.notices import Words, about_to_fall, decree_ends, has_risen, rise_mark
from kentongan.registry.enums import DecreeState
from kentongan.registry.models import Group

# A rise is seen for a month, because it is held against a month before.
SEEN_FOR = dt.timedelta(days=32)


def raise_notices(*, area: Area, day: dt.date, at: dt.datetime | None = None) -> int:
    """Tell what is new on the day in an area, ``at`` a moment other than now; says how many notices were made."""
    # A notice is one text for everybody, in the office's language.
    with override(settings.LANGUAGE_CODE):
        notices = [*_of_decrees(area, day), *_of_tiers(area, day)]
    for notice in notices:
        notice.at = at or notice.at
    return notify_many(notices)


def _of_decrees(area: Area, day: dt.date) -> Iterator[Notice]:
    """To the office and the group's leader: those who can see to a new SK."""
    near = Group.objects.within(area).existing_on(day).in_decree_state(DecreeState.ENDING, day).select_related("area")
    for group in near:
        if words := decree_ends(group.name, group.decree_ends_on, day):  # type: ignore[attr-defined]
            yield _notice(group, words, Capability.EDIT_OWN_GROUP, day)


def _of_tiers(area: Area, day: dt.date) -> Iterator[Notice]:
    found = _standings(area, day)
    told = _rises_told(area, day)
    for mover in found.movers(found.formed):
        if mover.has_risen and mover.now and f"{rise_mark(mover.now)}:{mover.group.code}" not in told:
            words = has_risen(mover.group.name, mover.now, mover.before, day)
            yield _notice(mover.group, words, Capability.SEE_REGISTER, day)
    for falling in found.falling(found.formed):
        if falling.now:
            words = about_to_fall(falling.group.name, falling.now, falling.last_safe_day, falling.losing, day)
            # To those who can record what is missing.
            yield _notice(falling.group, words, Capability.REPORT_EVIDENCE, day)


def _standings(area: Area, day: dt.date) -> Standings:
    """By tiers; where no instrument gives any, by whether a group is active."""
    found = standings(area, day)
    return found if found.versions else standings(area, day, Purpose.ACTIVITY)


def _rises_told(area: Area, day: dt.date) -> set[str]:
    """Marks of the rises that were told within the month, each with its group."""
    told = Notice.objects.filter(within(area, "area__"), key__startswith="naik:", on__gt=day - SEEN_FOR)
    return {":".join([*key.split(":")[:2], code]) for key, code in told.values_list("key", "group_code")}


def _notice(group: Group, words: Words, audience: Capability, day: dt.date) -> Notice:
    return new_notice(
        key=f"{words.mark}:{group.code}",
        area=group.area,
        group_code=group.code,
        audience=audience,
        title=words.title,
        text=words.text,
        href=f"/kim/{group.code}/",
        action=words.action,
        on=day,
    )
