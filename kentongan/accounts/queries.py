"""Reads about people and their offices."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Role
from kentongan.accounts.hooks import NamedGroup, groups_named
from kentongan.accounts.models import Duty, ErasureRequest, Invitation, Office, User
from kentongan.accounts.permissions import duties_of, people_scope
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.navigation import Identity

ACTIVE, ENDED = "aktif", "berakhir"
ROLE_ORDER = (
    Role.OFFICE_ADMIN,
    Role.OFFICE_STAFF,
    Role.FORUM,
    Role.DISTRICT_OFFICER,
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.VIEWER,
)
# The demo's people by user name, and what their buttons say after “Masuk sebagai”.
DEMO_PEOPLE = {
    "demo-kabupaten": _("Diskominfo Kabupaten Malang"),
    "demo-kota": _("Diskominfo Kota Malang"),
    "demo-forum": _("Forum KIM Kota Malang"),
    "demo-wajak": _("petugas Kecamatan Wajak"),
    "demo-kayutangan": _("KIM Kayutangan"),
}


def home_duty_area(user: User | AnonymousUser) -> Area | None:
    """The area of the person's widest duty today: where their pages open."""
    codes = [duty.area_code for duty in duties_of(user) if duty.is_on(today())]
    if not codes:
        return None
    if not hasattr(user, "_home_area"):
        user._home_area = Area.objects.get(code=min(codes, key=lambda code: (code != "ID", len(code), code)))
    return user._home_area


def office_of(user: User | AnonymousUser) -> Office | None:
    """The nearest office at or above the area of the person's widest duty."""
    area = home_duty_area(user)
    if area is None:
        return None
    if not hasattr(user, "_office"):
        offices = Office.objects.select_related("area").in_bulk(area.ancestor_codes)
        nearest = next((code for code in reversed(area.ancestor_codes) if code in offices), None)
        user._office = offices.get(nearest)
    return user._office


def identity(request: HttpRequest) -> Identity:
    """Who is signed in and for which office, for the bar."""
    user = request.user
    if not user.is_authenticated:
        return Identity()
    office = office_of(user)
    current = [duty for duty in duties_of(user) if duty.is_on(today())]
    roles = [Role(duty.role) for duty in current]
    role = min(roles, key=ROLE_ORDER.index).label if roles else ""
    return Identity(office.name if office else "", user.name, role)


def visible_duties(user: User, *, sought: str = "", state: str = "") -> QuerySet[Duty]:
    """Duties the person manages, current ones first, then by role and name; erased people are left out."""
    day = today()
    is_past = Q(until__lte=day)
    duties = Duty.objects.filter(people_scope(user), user__erased_at=None)
    if sought:
        duties = duties.filter(Q(user__name__icontains=sought) | Q(area__name__icontains=sought))
    if state:
        duties = duties.filter(is_past if state == ENDED else ~is_past | Q(until=None))
    rank = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(ROLE_ORDER)), default=Value(99))
    return (
        duties.select_related("user", "area")
        .annotate(is_past=Case(When(is_past, then=Value(1)), default=Value(0)), rank=rank)
        .order_by("is_past", "rank", "user__name", "pk")
    )


def visible_invitations(user: User) -> list[Invitation]:
    """Invitations the person sees that still wait or have run out unused, newest first."""
    return list(
        Invitation.objects.filter(people_scope(user), accepted_at=None, revoked_at=None).select_related(
            "area", "created_by"
        )
    )


def visible_erasure_requests(user: User) -> list[ErasureRequest]:
    """Open requests of people the person manages, the oldest first."""
    people = Duty.objects.filter(people_scope(user)).values("user")
    return list(
        ErasureRequest.objects.filter(handled_at=None, user__in=people)
        .exclude(user=user)
        .select_related("user")
        .order_by("requested_at")
    )


@dataclass(frozen=True)
class DutyInWords:
    """A duty as a page says it: “Ketua KIM, KIM Kayutangan”."""

    duty: Duty
    place: str
    is_current: bool


def duties_in_words(duties: Iterable[Duty], on: dt.date) -> list[DutyInWords]:
    """Duties with the name of their area or group; one look-up for all groups."""
    duties = list(duties)
    groups = groups_named(duty.group_code for duty in duties)
    return [DutyInWords(duty, place_name(duty, groups), duty.facts.is_on(on)) for duty in duties]


def place_name(held: Duty | Invitation, groups: dict[str, NamedGroup]) -> str:
    """The group's name where the duty is in a group, else the area's."""
    if not held.group_code:
        return held.area.full_name
    named = groups.get(held.group_code)
    return named.name if named else held.group_code


def passkeys_of(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at"))


def has_totp(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def sessions_of(user: User) -> list[UserSession]:
    """Places where the person is signed in, the last seen first; ended ones are cleared by the nightly clean-up."""
    return list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))


def open_erasure_request(user: User) -> ErasureRequest | None:
    return user.erasure_requests.filter(handled_at=None).first()


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of a link, whatever became of it."""
    return Invitation.objects.select_related("area", "created_by").filter(token_hash=Invitation.hash_of(token)).first()


def demo_doors() -> list[tuple[str, str]]:
    """The people the demo can be entered as: user name and words, in the order of their buttons."""
    found = set(User.objects.filter(username__in=DEMO_PEOPLE, is_active=True).values_list("username", flat=True))
    return [(name, str(words)) for name, words in DEMO_PEOPLE.items() if name in found]
