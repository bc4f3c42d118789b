"""Roles, what they can do, and the time zones of Indonesia."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OFFICE_ADMIN = "office_admin", _("Admin Diskominfo")
    OFFICE_STAFF = "office_staff", _("Staf Diskominfo")
    DISTRICT_OFFICER = "district_officer", _("Petugas kecamatan")
    FORUM = "forum", _("Forum KIM")
    GROUP_LEADER = "group_leader", _("Ketua KIM")
    GROUP_MEMBER = "group_member", _("Anggota KIM")
    VIEWER = "viewer", _("Pembaca")


class Capability(TextChoices):
    SEE_REGISTER = "see_register"
    SEE_PHONES = "see_phones"
    SEE_SCANS = "see_scans"
    EDIT_REGISTER = "edit_register"
    EDIT_OWN_GROUP = "edit_own_group"
    FOLLOW_CASES = "follow_cases"
    SET_TARGETS = "set_targets"
    IMPORT = "import"
    EXPORT = "export"
    MANAGE_PEOPLE = "manage_people"
    INVITE_MEMBERS = "invite_members"
    SET_OFFICE = "set_office"


class TimeZone(TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"
