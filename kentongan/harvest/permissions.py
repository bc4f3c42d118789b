"""Why someone may not do something with what groups publish elsewhere; None when they may. Buttons and actions ask the same function."""

from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import areas_with, groups_with, may
from kentongan.evidence.permissions import report_refusal
from kentongan.registry.models import Group
from kentongan.registry.permissions import Person, edit_group_refusal


def change_feed_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not look anew, choose another way of reading, or pause: whoever keeps the channels may."""
    if edit_group_refusal(user, group) is None:
        return None
    return _("Cara membaca kanal diatur oleh ketua KIM ini dan Diskominfo.")


def judge_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not say whether the guard was right. A group is not the judge of its own site."""
    if may(user, C.JUDGE_HARVEST, area=group.area, group_code=group.code):
        return None
    return _("Karantina dilepaskan atau dipastikan oleh Diskominfo dan Forum KIM.")


def paste_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not paste links of the group's posts."""
    return report_refusal(user, group)


def ask_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not tell the office that what is held back is the group's own news."""
    if group.code in groups_with(user, C.REPORT_EVIDENCE):
        return None
    return _("Pesan ini dikirim oleh anggota KIM yang bersangkutan.")


def set_harvest_refusal(user: Person, office: Office) -> str | None:
    """Why the person may not say what of the harvest readers see."""
    if may(user, C.SET_NEWSROOM, area=office.area):
        return None
    return _("Pengaturan panen hanya dapat diubah oleh admin kantor.")


def watches_an_area(user: Person) -> bool:
    """Whether the channels of many groups are theirs: an entry of the navigation."""
    return bool(areas_with(user, C.SEE_REGISTER))
