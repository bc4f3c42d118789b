"""Writing groups: they begin, change and end, and are never deleted."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.audit import snapshot
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.actions._writing import assign, changes_between, first_values, tell
from kentongan.registry.enums import Precision
from kentongan.registry.models import Group, Partner
from kentongan.registry.permissions import (
    create_group_refusal,
    edit_group_refusal,
    edit_register_refusal,
    end_group_refusal,
    reopen_group_refusal,
    require_of,
)

# What a group's leader may change, and what only the office may.
PROFILE_FIELDS = ("profile", "address", "contact_name", "contact_phone", "kimid_url")
OFFICE_FIELDS = ("name", "formed_on", "formed_precision", "formed_not_before", "kim_number")
GROUP_FIELDS = OFFICE_FIELDS + PROFILE_FIELDS
END_FIELDS = ("ended_on", "ended_reason")


@transaction.atomic
def create_group(*, area: Area, by: Any = None, **values: Any) -> Group:
    """A new group of the village or kecamatan, with the next running number there."""
    require_of(by, create_group_refusal, area)
    if area.level not in {Level.VILLAGE, Level.DISTRICT}:
        raise Refused(_("KIM dicatat pada desa, kelurahan, atau kecamatan."))
    # The row of the area is the lock that keeps two new groups from taking one number.
    area = Area.objects.select_for_update().get(pk=area.pk)
    group = Group(area=area, code=next_code(area))
    assign(group, values, GROUP_FIELDS)
    _settle_span(group)
    _save(group)
    tell("create", "group", group, key=group.code, area_code=area.pk, by=by, changes=first_values(group, GROUP_FIELDS))
    return group


def next_code(area: Area) -> str:
    """The area's code and the number after the highest given out there."""
    codes = Group.objects.filter(area=area).values_list("code", flat=True)
    highest = max((int(code.rpartition("-")[2]) for code in codes), default=0)
    return f"{area.pk}-{highest + 1}"


@transaction.atomic
def change_group(*, group: Group, by: Any = None, **values: Any) -> Group:
    """Change profile and contact, or what the office vouches for, each by those who may."""
    require_of(by, edit_group_refusal, group)
    group = locked(group)
    before = snapshot(group, GROUP_FIELDS)
    assign(group, values, GROUP_FIELDS)
    _settle_span(group)
    changes = changes_between(before, group, GROUP_FIELDS)
    if set(changes) & set(OFFICE_FIELDS):
        require_of(by, edit_register_refusal, group)
    if changes:
        _save(group)
        tell("change", "group", group, key=group.code, area_code=group.area_id, by=by, changes=changes)
    return group


@transaction.atomic
def end_group(
    *, group: Group, on: dt.date, reason: str, by: Any = None, merged_kind: str = "", merged_name: str = ""
) -> Group:
    """The group ends on the day; when it goes on inside another body, that body becomes its partner."""
    group = locked(group)
    require_of(by, end_group_refusal, group)
    if group.ended_on is not None:
        raise Conflict(_("KIM ini sudah tercatat berakhir."))
    if on < group.formed_on:
        raise Refused(_("Tanggal berakhir tidak boleh sebelum tanggal terbentuk."))
    before = snapshot(group, END_FIELDS)
    group.ended_on, group.ended_reason = on, reason
    _save(group)
    changes = changes_between(before, group, END_FIELDS)
    if merged_name:
        Partner.objects.create(group=group, kind=merged_kind, name=merged_name, since=on)
        changes["merged_into"] = [None, merged_name]
    tell("end", "group", group, key=group.code, area_code=group.area_id, by=by, changes=changes, reason=reason)
    return group


@transaction.atomic
def reopen_group(*, group: Group, reason: str, by: Any = None) -> Group:
    """Take back an end that was noted by mistake."""
    group = locked(group)
    require_of(by, reopen_group_refusal, group)
    before = snapshot(group, END_FIELDS)
    group.ended_on, group.ended_reason = None, ""
    _save(group)
    changes = changes_between(before, group, END_FIELDS)
    tell("reopen", "group", group, key=group.code, area_code=group.area_id, by=by, changes=changes, reason=reason)
    return group


def locked(group: Group) -> Group:
    """The group as it is now, kept from others until the transaction ends."""
    return Group.objects.select_for_update(of=("self",)).select_related("area").get(pk=group.pk)


def _settle_span(group: Group) -> None:
    """An exact day, or one before the span, leaves no earliest day to keep."""
    earliest = group.formed_not_before
    if earliest and (group.formed_precision == Precision.DAY or earliest > group.formed_on):
        group.formed_not_before = None


def _save(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Conflict(_("Nomor KIM nasional itu sudah dipakai KIM lain, atau tanggalnya bertentangan.")) from error
