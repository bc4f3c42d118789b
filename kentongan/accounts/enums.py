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


# What a role means, in one line, for whoever chooses one.
ROLE_MEANINGS = {
    Role.OFFICE_ADMIN: _("Mengelola semua data, orang, dan pengaturan kantor, dan menandatangani penetapan."),
    Role.OFFICE_STAFF: _("Mengelola data KIM, dan mengundang KIM, Forum, dan kecamatan."),
    Role.DISTRICT_OFFICER: _("Melihat KIM di kecamatannya, mencatat pembentukan, dan mengonfirmasi bukti."),
    Role.FORUM: _("Mendampingi KIM, mencatat kendala, dan mengonfirmasi bukti."),
    Role.GROUP_LEADER: _("Mengurus data KIM sendiri, melaporkan kegiatannya, dan mengundang anggotanya."),
    Role.GROUP_MEMBER: _("Melihat data KIM sendiri dan melaporkan kegiatannya."),
    Role.VIEWER: _("Hanya melihat, tanpa nomor HP dan berkas."),
}


class Capability(TextChoices):
    SEE_REGISTER = "see_register"
    SEE_PHONES = "see_phones"
    SEE_SCANS = "see_scans"
    EDIT_REGISTER = "edit_register"
    EDIT_OWN_GROUP = "edit_own_group"
    FOLLOW_CASES = "follow_cases"
    REPORT_EVIDENCE = "report_evidence"
    REVIEW_EVIDENCE = "review_evidence"
    WRITE_ARTICLES = "write_articles"
    REVIEW_ARTICLES = "review_articles"
    SET_NEWSROOM = "set_newsroom"
    JUDGE_HARVEST = "judge_harvest"
    PREPARE_LISTS = "prepare_lists"
    SIGN_LISTS = "sign_lists"
    SET_TARGETS = "set_targets"
    IMPORT = "import"
    EXPORT = "export"
    MANAGE_PEOPLE = "manage_people"
    INVITE_MEMBERS = "invite_members"
    SET_OFFICE = "set_office"


class LinkState(TextChoices):
    """What became of a one-time link."""

    OPEN = "open", _("Menunggu")
    EXPIRED = "expired", _("Kedaluwarsa")
    ACCEPTED = "accepted", _("Diterima")
    REVOKED = "revoked", _("Dicabut")


class TimeZone(TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"
