"""Verbs about people: inviting, giving and ending duties, helping in, erasing."""

import datetime as dt
import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.accounts.enums import LinkState
from kentongan.accounts.models import Duty, ErasureRequest, Invitation, NoticeRead, Office, User
from kentongan.accounts.permissions import duty_refusal, office_refusal, person_refusal, roles_to_give
from kentongan.accounts.personal_data import erase_about
from kentongan.accounts.rules import INVITATION_LIFE, is_place_of_role, link_state
from kentongan.areas.models import Area
from kentongan.core.audit import difference, record_event, snapshot
from kentongan.core.clock import as_seen, today
from kentongan.core.errors import Conflict, Refused

USER_FIELDS = ("name", "phone", "email")
OFFICE_FIELDS = ("name", "time_zone", "phone")


# Invitations ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite_person(
    *, name: str, role: str, area: Area, group_code: str = "", by: User | None, now: dt.datetime
) -> tuple[Invitation, str]:
    """Make a one-time link for a duty; the token is known only to the caller, once. No ``by``: the command line."""
    if not is_place_of_role(role, area.level, group_code=group_code):
        raise Refused(_("Peran ini tidak cocok dengan wilayah yang dipilih."))
    token = _new_token()
    invitation = Invitation(
        token_hash=Invitation.hash_of(token),
        name=name,
        role=role,
        area=area,
        group_code=group_code,
        created_by=by,
        created_at=as_seen(now),
        expires_at=now + INVITATION_LIFE,
    )
    if by is not None and (refusal := duty_refusal(by, invitation)):
        raise Refused(refusal)
    invitation.save(force_insert=True)
    _record_invitation("invite", invitation, by)
    return invitation, token


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> str:
    """A new link for an unused invitation; the old one opens nothing any more."""
    if refusal := duty_refusal(by, invitation):
        raise Refused(refusal)
    invitation = _locked_open(invitation, now=now, expired_too=True)
    token = _new_token()
    invitation.token_hash = Invitation.hash_of(token)
    invitation.expires_at = now + INVITATION_LIFE
    invitation.created_by = by
    invitation.save(update_fields=["token_hash", "expires_at", "created_by"])
    _record_invitation("renew", invitation, by)
    return token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> None:
    """Close an unused link for good, and forget the name it was made for."""
    if refusal := duty_refusal(by, invitation):
        raise Refused(refusal)
    invitation = _locked_open(invitation, now=now, expired_too=True)
    invitation.revoked_at = now
    invitation.name = ""
    invitation.save(update_fields=["revoked_at", "name"])
    _record_invitation("revoke", invitation, by)


@transaction.atomic
def join_by_invitation(
    *, invitation: Invitation, name: str, phone: str, password: str | None, now: dt.datetime
) -> User:
    """Make the invited person's account and give it the duty. Without a password, a passkey must follow."""
    invitation = _locked_open(invitation, now=now)
    _must_still_be_given(invitation)
    try:
        with transaction.atomic():
            user = User.objects.create_user(name=name, phone=phone, password=password, created_at=as_seen(now))
    except IntegrityError as error:
        raise Conflict(_("Nomor HP ini baru saja didaftarkan. Masuklah dulu, lalu buka tautan ini lagi.")) from error
    record_event(
        verb="join",
        kind="user",
        key=user.username,
        label=user.name,
        by=user,
        area_code=invitation.area_id,
        changes=difference({}, snapshot(user, USER_FIELDS)),
    )
    _take_duty(invitation, user, now)
    return user


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, now: dt.datetime) -> None:
    """Give the invitation's duty to someone who already has an account."""
    invitation = _locked_open(invitation, now=now)
    _must_still_be_given(invitation)
    _take_duty(invitation, user, now)


def _must_still_be_given(invitation: Invitation) -> None:
    """A link does not outlive the right of who made it: an admin who left keeps no door open. A manager can renew it."""
    if invitation.created_by and duty_refusal(invitation.created_by, invitation):
        raise Conflict(_("Undangan ini sudah dicabut."))


def _take_duty(invitation: Invitation, user: User, now: dt.datetime) -> None:
    held = {"user": user, "role": invitation.role, "area": invitation.area, "group_code": invitation.group_code}
    _duty, is_new = Duty.objects.get_or_create(**held, until=None, defaults={"since": today()})
    invitation.accepted_by = user
    invitation.accepted_at = now
    invitation.name = ""
    invitation.save(update_fields=["accepted_by", "accepted_at", "name"])
    if is_new:
        _record_duty("give_duty", user, invitation.role, invitation.area_id, invitation.group_code, by=user)


def _locked_open(invitation: Invitation, *, now: dt.datetime, expired_too: bool = False) -> Invitation:
    """The invitation as it is now, held until the end of the transaction; Conflict when it is no longer open."""
    current = Invitation.objects.select_for_update(of=("self",)).select_related("area").get(pk=invitation.pk)
    state = link_state(current.facts, now=now)
    if state == LinkState.OPEN or (expired_too and state == LinkState.EXPIRED):
        return current
    raise Conflict(
        {
            LinkState.ACCEPTED: _("Undangan ini sudah dipakai."),
            LinkState.REVOKED: _("Undangan ini sudah dicabut."),
            LinkState.EXPIRED: _("Undangan ini sudah kedaluwarsa. Mintalah yang baru."),
        }[state]
    )


def _new_token() -> str:
    return secrets.token_urlsafe(24)


def _record_invitation(verb: str, invitation: Invitation, by: User | None) -> None:
    """The name it was made for stays out of the trail."""
    record_event(
        verb=verb,
        kind="invitation",
        key=invitation.code,
        label=str(invitation.get_role_display()),
        by=by,
        area_code=invitation.area_id,
        changes={"role": [None, invitation.role], "group_code": [None, invitation.group_code]},
    )


# Duties ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def end_duty(*, duty: Duty, by: User, reason: str = "") -> None:
    """End a duty today; the person keeps the account and sees only what is their own."""
    if refusal := duty_refusal(by, duty):
        raise Refused(refusal)
    _end(duty)
    _record_duty("end_duty", duty.user, duty.role, duty.area_id, duty.group_code, by=by, reason=reason, ended=True)


@transaction.atomic
def change_role(*, duty: Duty, role: str, by: User) -> Duty:
    """End a duty today and begin another role in the same place."""
    if refusal := duty_refusal(by, duty):
        raise Refused(refusal)
    if role not in roles_to_give(by, area=duty.area, group_code=duty.group_code) or not is_place_of_role(
        role, duty.area.level, group_code=duty.group_code
    ):
        raise Refused(_("Anda tidak dapat memberi peran ini di wilayah itu."))
    _end(duty)
    changed, _is_new = Duty.objects.get_or_create(
        user=duty.user, role=role, area=duty.area, group_code=duty.group_code, until=None, defaults={"since": today()}
    )
    record_event(
        verb="change_role",
        kind="user",
        key=duty.user.username,
        label=duty.user.name,
        by=by,
        area_code=duty.area_id,
        changes={"role": [duty.role, role]},
    )
    return changed


def _end(duty: Duty) -> None:
    still_on = Duty.objects.filter(pk=duty.pk).exclude(until__lte=today())
    if not still_on.update(until=today()):
        raise Conflict(_("Tugas ini sudah berakhir."))


def _record_duty(
    verb: str,
    user: User,
    role: str,
    area_code: str,
    group_code: str,
    *,
    by: User | None,
    reason: str = "",
    ended: bool = False,
) -> None:
    changes = {"role": [None, role], "group_code": [None, group_code]}
    record_event(
        verb=verb,
        kind="user",
        key=user.username,
        label=user.name,
        by=by,
        area_code=area_code,
        reason=reason,
        changes={name: pair[::-1] if ended else pair for name, pair in changes.items() if any(pair)},
    )


# Helping in -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_sign_in_link(*, person: User, by: User) -> str:
    """A token with which the person chooses a new password; valid for three days, once, and until the next sign-in."""
    if refusal := person_refusal(by, person, person.duties.select_related("area")):
        raise Refused(refusal)
    if not person.is_active:
        raise Conflict(_("Akun ini sudah tidak ada."))
    _record_person("make_sign_in_link", person, by=by)
    return default_token_generator.make_token(person)


@transaction.atomic
def start_anew(*, person: User, token: str, password: str) -> None:
    """Choose a new password with the office's link. Old passkeys, codes and sessions end: the phone may be lost."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not default_token_generator.check_token(person, token):
        raise Conflict(_("Tautan ini sudah tidak berlaku."))
    forget_ways_in(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _record_person("start_anew", person, by=person)


def forget_ways_in(person: User) -> None:
    """Remove passkeys, authenticator app, recovery codes and every open session."""
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()


# Own account ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def change_own_details(*, user: User, name: str, phone: str | None, email: str | None) -> None:
    """Correct one's own name, phone number and e-mail address."""
    before = snapshot(User.objects.get(pk=user.pk), USER_FIELDS)
    user.name, user.phone, user.email = name, phone or None, email or None
    changes = difference(before, snapshot(user, USER_FIELDS))
    if not changes:
        return
    try:
        with transaction.atomic():
            user.save(update_fields=USER_FIELDS)
    except IntegrityError as error:
        raise Conflict(_("Nomor HP atau surel ini sudah dipakai akun lain.")) from error
    record_event(verb="change", kind="user", key=user.username, label=user.name, by=user, changes=changes)


@transaction.atomic
def change_office(*, office: Office, by: User, name: str, time_zone: str, phone: str) -> None:
    """Change an office's name, clock and telephone number."""
    if refusal := office_refusal(by, office):
        raise Refused(refusal)
    before = snapshot(Office.objects.get(pk=office.pk), OFFICE_FIELDS)
    office.name, office.time_zone, office.phone = name, time_zone, phone
    changes = difference(before, snapshot(office, OFFICE_FIELDS))
    if not changes:
        return
    office.save(update_fields=OFFICE_FIELDS)
    record_event(
        verb="change",
        kind="office",
        key=office.area_id,
        label=office.name,
        by=by,
        area_code=office.area_id,
        changes=changes,
    )


@transaction.atomic
def open_office(*, area: Area, name: str, time_zone: str, by: User | None = None) -> Office:
    """Begin an office for an area. No ``by``: the command line."""
    office, is_new = Office.objects.get_or_create(area=area, defaults={"name": name, "time_zone": time_zone})
    if not is_new:
        raise Conflict(_("%(office)s sudah ada untuk %(area)s.") % {"office": office.name, "area": area.full_name})
    changes = difference({}, snapshot(office, OFFICE_FIELDS))
    record_event(verb="add", kind="office", key=area.code, label=name, by=by, area_code=area.code, changes=changes)
    return office


# Erasure --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_erasure(*, user: User, note: str, now: dt.datetime) -> ErasureRequest:
    """Ask the office to erase one's personal data; asking twice is asking once."""
    request, is_new = ErasureRequest.objects.get_or_create(
        user=user, handled_at=None, defaults={"note": note, "requested_at": as_seen(now)}
    )
    if is_new:
        _record_person("ask_erasure", user, by=user)
    return request


@transaction.atomic
def withdraw_erasure(*, user: User) -> None:
    """Take back a request that nobody has carried out yet."""
    deleted, _by_kind = ErasureRequest.objects.filter(user=user, handled_at=None).delete()
    if not deleted:
        raise Conflict(_("Tidak ada permintaan yang menunggu."))
    _record_person("withdraw_erasure", user, by=user)


@transaction.atomic
def erase_person(*, request: ErasureRequest, by: User, now: dt.datetime) -> None:
    """Carry out a request: what names the person goes, what the record needs stays without them."""
    request = ErasureRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.pk)
    if request.handled_at:
        raise Conflict(_("Permintaan ini sudah dikerjakan."))
    person = request.user
    if refusal := person_refusal(by, person, person.duties.select_related("area")):
        raise Refused(refusal)
    erase_about(person)
    request.note = ""
    request.handled_at = now
    request.handled_by = by
    request.save(update_fields=["note", "handled_at", "handled_by"])
    person.refresh_from_db()
    _record_person("erase", person, by=by)


def take_out_of_accounts(person: User, *, name: str, now: dt.datetime) -> None:
    """Accounts' own part of an erasure."""
    forget_ways_in(person)
    EmailAddress.objects.filter(user=person).delete()
    NoticeRead.objects.filter(user=person).delete()
    Duty.objects.filter(user=person).exclude(until__lte=today()).update(until=today())
    Invitation.objects.filter(accepted_by=person).update(name="")
    # An invitation that still waits in the person's name is theirs too, but one cannot tell whose name it is;
    # names of invitations vanish when they are used or revoked.
    person.name, person.phone, person.email = name, None, None
    person.is_active = False
    person.erased_at = now
    person.set_unusable_password()
    person.save()


def _record_person(verb: str, person: User, *, by: User | None) -> None:
    record_event(verb=verb, kind="user", key=person.username, label=person.name, by=by)
