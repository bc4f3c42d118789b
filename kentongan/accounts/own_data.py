"""Accounts' own part of what the system keeps about a person, and the audit trail's."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.actions import take_out_of_accounts
from kentongan.accounts.models import Invitation, User
from kentongan.accounts.personal_data import Provider, Row, Section
from kentongan.accounts.queries import duties_in_words, passkeys_of, sessions_of
from kentongan.core.audit import Changes
from kentongan.core.clock import as_seen, today
from kentongan.core.models import AuditEvent
from kentongan.core.templatetags.core import phone

# Kept in the place of a name; data, so always Indonesian.
ERASED_NAME = "Pengguna dihapus"
PERSONAL_FIELDS = ("name", "phone", "email")


def see_account(user: User) -> Section:
    passkeys, sessions = len(passkeys_of(user)), len(sessions_of(user))
    duties = duties_in_words(user.duties.select_related("area"), today())
    rows = [
        Row(_("Nama"), user.name),
        Row(_("Nomor HP"), phone(user.phone) or _("tidak ada")),
        Row(_("Surel"), user.email or _("tidak ada")),
        Row(_("Akun dibuat"), _day(user.created_at)),
        Row(_("Terakhir masuk"), _day(as_seen(user.last_login)) if user.last_login else _("belum pernah")),
        *(Row(_("Tugas"), f"{duty.duty.get_role_display()}, {duty.place}{_term(duty.duty)}") for duty in duties),
        Row(_("Passkey"), ngettext("%(n)d passkey", "%(n)d passkey", passkeys) % {"n": passkeys}),
        Row(
            _("Perangkat"),
            ngettext("masuk di %(n)d perangkat", "masuk di %(n)d perangkat", sessions) % {"n": sessions},
        ),
    ]
    return Section(
        title=gettext_lazy("Akun"),
        rows=rows,
        note=gettext_lazy("Untuk masuk, dan supaya kantor dan KIM tahu siapa yang bertugas."),
        goes=[
            gettext_lazy("Nama, nomor HP, dan surel di akun"),
            gettext_lazy("Kata sandi, passkey, dan kode pemulihan"),
            gettext_lazy("Semua perangkat yang masih masuk"),
        ],
        stays=[gettext_lazy("Tugas yang pernah dipegang, tanpa nama: “Pengguna dihapus”")],
    )


def export_account(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "phone": user.phone,
        "email": user.email,
        "created_at": user.created_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "duties": [
            {
                "role": duty.role,
                "area": duty.area_id,
                "group": duty.group_code or None,
                "since": duty.since.isoformat() if duty.since else None,
                "until": duty.until.isoformat() if duty.until else None,
            }
            for duty in user.duties.all()
        ],
        "passkeys": [
            {
                "name": key.wrap().name,
                "created_at": key.created_at.isoformat(),
                "last_used_at": key.last_used_at.isoformat() if key.last_used_at else None,
            }
            for key in passkeys_of(user)
        ],
        "authenticator_app": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "sessions": [
            {
                "ip": session.ip,
                "browser": session.user_agent,
                "created_at": session.created_at.isoformat(),
                "last_seen_at": session.last_seen_at.isoformat(),
            }
            for session in sessions_of(user)
        ],
        "invitations_made": Invitation.objects.filter(created_by=user).count(),
        "erasure_requests": [
            {
                "requested_at": request.requested_at.isoformat(),
                "note": request.note,
                "handled_at": request.handled_at.isoformat() if request.handled_at else None,
            }
            for request in user.erasure_requests.all()
        ],
    }


def erase_account(user: User) -> None:
    take_out_of_accounts(user, name=ERASED_NAME, now=timezone.now())


def see_trail(user: User) -> Section:
    made = AuditEvent.objects.filter(by=user).count()
    about = AuditEvent.objects.about("user", user.username).count()
    return Section(
        title=gettext_lazy("Riwayat perubahan"),
        rows=[
            Row(_("Perubahan yang dibuat"), ngettext("%(n)d catatan", "%(n)d catatan", made) % {"n": made}),
            Row(_("Tentang akun ini"), ngettext("%(n)d catatan", "%(n)d catatan", about) % {"n": about}),
        ],
        note=gettext_lazy("Supaya setiap angka dan perubahan data KIM dapat ditelusuri."),
        goes=[gettext_lazy("Nama, nomor HP, dan surel di dalam catatan")],
        stays=[gettext_lazy("Catatan perubahannya sendiri, oleh “Pengguna dihapus”")],
    )


def export_trail(user: User) -> dict[str, Any]:
    events = AuditEvent.objects.filter(Q(by=user) | Q(subject_kind="user", subject_key=user.username))
    return {
        "events": [
            {
                "at": event.at.isoformat(),
                "verb": event.verb,
                "subject": f"{event.subject_kind} {event.subject_key}",
                # What others wrote about other things is not this person's data.
                "changes": event.changes if _is_about(event, user) else sorted(event.changes),
            }
            for event in events
        ]
    }


def erase_trail(user: User) -> None:
    """Blank the person's name in events about them, and the values of personal fields."""
    for event in AuditEvent.objects.about("user", user.username):
        event.subject_label = ERASED_NAME
        event.changes = _blanked(event.changes)
        event.reason = ""
        event.save(update_fields=["subject_label", "changes", "reason"])


def _is_about(event: AuditEvent, user: User) -> bool:
    return event.subject_kind == "user" and event.subject_key == user.username


def _blanked(changes: Changes) -> Changes:
    return {name: [None, None] if name in PERSONAL_FIELDS else pair for name, pair in changes.items()}


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment).date(), "l, j F Y")


def _term(duty: Any) -> str:
    if duty.until:
        return _(", sampai %(day)s") % {"day": date_format(duty.until, "j F Y")}
    return _(", sejak %(day)s") % {"day": date_format(duty.since, "j F Y")} if duty.since else ""


ACCOUNT = Provider("account", see_account, export_account, erase_account, order=0)
TRAIL = Provider("trail", see_trail, export_trail, erase_trail, order=1)
