"""The register's part of what is kept about a person: the offices they hold in a group, and what they wrote."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import User
from kentongan.accounts.personal_data import Provider, Row, Section
from kentongan.registry.actions import erase_contact, erase_officer
from kentongan.registry.models import Group, Note, Officer


def _served(user: User) -> list[str]:
    """Codes of the groups the person serves or served. Nobody proves the number they type into their account, so it
    says who they are only where the office gave them a duty; elsewhere it would open a stranger's data.
    """
    return list(user.duties.exclude(group_code="").values_list("group_code", flat=True))


def _offices(user: User) -> list[Officer]:
    """Offices in the person's name: linked to them, or in a group they serve with the number they sign in with."""
    condition = Q(user=user)
    if user.phone:
        condition |= Q(phone=user.phone, group__code__in=_served(user))
    return list(Officer.objects.filter(condition).select_related("group__area", "decree").order_by("pk"))


def _contacts(user: User) -> list[Group]:
    """Groups they serve whose contact person has the number they sign in with."""
    if not user.phone:
        return []
    return list(Group.objects.filter(contact_phone=user.phone, code__in=_served(user)).select_related("area"))


def see_officers(user: User) -> Section:
    rows = [
        Row(officer.group.name, ", ".join(filter(None, (officer.get_position_display(), officer.name, officer.phone))))
        for officer in _offices(user)
    ]
    rows += [Row(group.name, ", ".join((_("Narahubung"), group.contact_name))) for group in _contacts(user)]
    if notes := Note.objects.filter(by=user).count():
        rows.append(Row(_("Catatan yang ditulis"), ngettext("%(n)d catatan", "%(n)d catatan", notes) % {"n": notes}))
    return Section(
        title=gettext_lazy("Pengurus KIM"),
        rows=rows,
        note=gettext_lazy("Supaya KIM dapat dihubungi, dan tercatat siapa pengurusnya pada suatu masa."),
        goes=[gettext_lazy("Nama dan nomor HP sebagai pengurus atau narahubung, juga di riwayatnya")],
        stays=[
            gettext_lazy("Jabatan dan masa tugasnya, tanpa nama: “Dihapus atas permintaan”"),
            gettext_lazy("Isi catatan tentang desa dan KIM, tanpa nama penulisnya"),
        ],
    )


def export_officers(user: User) -> dict[str, Any]:
    offices = [
        {
            "group": officer.group.code,
            "group_name": officer.group.name,
            "position": officer.position,
            "name": officer.name,
            "phone": officer.phone or None,
            "decree": officer.decree.number if officer.decree else None,
            "since": officer.since.isoformat() if officer.since else None,
            "until": officer.until.isoformat() if officer.until else None,
        }
        for officer in _offices(user)
    ]
    notes = [
        {"at": note.at.isoformat(), "area": note.area_id, "text": note.text}
        for note in Note.objects.filter(by=user).order_by("at")
    ]
    contacts = [
        {"group": group.code, "name": group.contact_name, "phone": group.contact_phone} for group in _contacts(user)
    ]
    return {"offices": offices, "contact_of": contacts, "notes": notes}


def erase_officers(user: User) -> None:
    for officer in _offices(user):
        erase_officer(officer=officer)
    for group in _contacts(user):
        erase_contact(group=group)


OFFICERS = Provider("registry", see_officers, export_officers, erase_officers)
