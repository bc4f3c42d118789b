"""Writing a group's officers, and erasing their personal data."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.audit import snapshot
from kentongan.core.errors import Refused
from kentongan.core.models import AuditEvent
from kentongan.registry.actions._writing import assign, changes_between, first_values, tell
from kentongan.registry.actions.groups import locked
from kentongan.registry.models import Group, Officer
from kentongan.registry.permissions import edit_group_refusal, erase_officer_refusal, require_of

OFFICER_FIELDS = ("position", "name", "phone", "since", "until", "decree")
_PERSONAL = ("name", "phone")
# Kept in the place of a name; data, so always Indonesian.
ERASED_NAME = "Dihapus atas permintaan"


@transaction.atomic
def add_officer(*, group: Group, by: Any = None, ends: Iterable[Officer] = (), **values: Any) -> Officer:
    """A person takes an office in the group's board; those of ``ends`` hold theirs until that day."""
    require_of(by, edit_group_refusal, group)
    group = locked(group)
    officer = Officer(group=group)
    assign(officer, values, OFFICER_FIELDS)
    _check(officer)
    officer.save()
    changes = first_values(officer, OFFICER_FIELDS)
    tell("create", "officer", officer, area_code=group.area_id, by=by, changes=changes, label=_label(officer))
    _end(ends, officer, by)
    return officer


@transaction.atomic
def change_officer(*, officer: Officer, by: Any = None, ends: Iterable[Officer] = (), **values: Any) -> Officer:
    """Correct an officer, or note the day from which they no longer serve; ``ends`` as in ``add_officer``."""
    group = locked(officer.group)
    require_of(by, edit_group_refusal, group)
    officer = Officer.objects.select_related("decree").get(pk=officer.pk)
    before = snapshot(officer, OFFICER_FIELDS)
    assign(officer, values, OFFICER_FIELDS)
    _check(officer)
    changes = changes_between(before, officer, OFFICER_FIELDS)
    if changes:
        officer.save()
        tell("change", "officer", officer, area_code=group.area_id, by=by, changes=changes, label=_label(officer))
    _end(ends, officer, by)
    return officer


def _end(earlier: Iterable[Officer], officer: Officer, by: Any) -> None:
    """Those of the same group who go when the officer comes."""
    for one in earlier:
        if one.group_id != officer.group_id or officer.since is None:
            raise Refused(_("Tulis sejak kapan ketua ini bertugas: pada hari itu masa sebelumnya berakhir."))
        change_officer(officer=one, by=by, until=officer.since)


@transaction.atomic
def erase_officer(*, officer: Officer, by: Any = None) -> Officer:
    """Take the person out on request: name and phone go, here and in the history; the office and its days stay."""
    group = locked(officer.group)
    require_of(by, erase_officer_refusal, group)
    officer = Officer.objects.get(pk=officer.pk)
    is_contact = officer.name == group.contact_name or (officer.phone and officer.phone == group.contact_phone)
    if is_contact:
        _take_contact_out(group)
    blank_in_trail("officer", str(officer.pk), _PERSONAL)
    officer.name, officer.phone, officer.user = ERASED_NAME, "", None
    officer.save()
    tell("erase", "officer", officer, area_code=group.area_id, by=by, label=_label(officer))
    return officer


@transaction.atomic
def erase_contact(*, group: Group, by: Any = None) -> Group:
    """Take the contact person out on request, here and in the history."""
    group = locked(group)
    require_of(by, erase_officer_refusal, group)
    _take_contact_out(group)
    tell("erase", "group", group, key=group.code, area_code=group.area_id, by=by)
    return group


def _take_contact_out(group: Group) -> None:
    group.contact_name = group.contact_phone = ""
    group.save(update_fields=["contact_name", "contact_phone"])
    blank_in_trail("group", group.code, ("contact_name", "contact_phone"))


def blank_in_trail(kind: str, key: str, fields: tuple[str, ...]) -> None:
    """Blank the values of these fields in the events of one thing; that they changed, and when, stays."""
    for event in AuditEvent.objects.about(kind, key):
        touched = set(event.changes) & set(fields)
        for name in touched:
            event.changes[name] = [None if value is None else "" for value in event.changes[name]]
        if touched:
            event.save(update_fields=["changes"])


def _label(officer: Officer) -> str:
    """Labels outlive an erasure, so they name the office and not the person."""
    return str(officer.get_position_display())


def _check(officer: Officer) -> None:
    if officer.since and officer.until and officer.until < officer.since:
        raise Refused(_("Hari berhenti tidak boleh sebelum hari mulai bertugas."))
    if officer.decree and officer.decree.group_id != officer.group_id:
        raise Refused(_("SK itu bukan SK KIM ini."))
