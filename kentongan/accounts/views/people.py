"""Looking after people: who serves where, inviting, helping in, ending, erasing; and the office itself."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts import actions
from kentongan.accounts.enums import LinkState, Role
from kentongan.accounts.forms import ChangeRoleForm, InviteForm, OfficeForm
from kentongan.accounts.hooks import groups_named
from kentongan.accounts.models import Duty, ErasureRequest, Invitation, User
from kentongan.accounts.permissions import (
    duty_refusal,
    manages_people,
    office_refusal,
    people_scope,
    person_refusal,
    roles_to_give,
)
from kentongan.accounts.personal_data import sections_about
from kentongan.accounts.phones import whatsapp_digits
from kentongan.accounts.queries import (
    ACTIVE,
    ENDED,
    duties_in_words,
    office_of,
    place_name,
    visible_duties,
    visible_erasure_requests,
    visible_invitations,
)
from kentongan.accounts.rules import is_place_of_role, link_state
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused

PAGE_SIZE = 50
_LINK_KEY = "one_time_link"


def _managers_only(request: HttpRequest) -> None:
    if not manages_people(request.user):
        raise PermissionDenied(_("Daftar orang hanya untuk kantor dan ketua KIM."))


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """People by role, with their place and state, and what waits: invitations and wishes to be erased."""
    _managers_only(request)
    sought = request.GET.get("q", "").strip()
    state = request.GET.get("keadaan", "")
    state = state if state in {ACTIVE, ENDED} else ""
    page = Paginator(visible_duties(request.user, sought=sought, state=state), PAGE_SIZE).get_page(
        request.GET.get("hal")
    )
    counts = {word: visible_duties(request.user, sought=sought, state=word).count() for word in (ACTIVE, ENDED)}
    invitations = visible_invitations(request.user)
    groups = groups_named(invitation.group_code for invitation in invitations)
    now = timezone.now()
    context = {
        "rows": duties_in_words(page.object_list, today()),
        "page_obj": page,
        "sought": sought,
        "chips": _chips(counts, state, sought),
        "waiting": [
            {
                "invitation": invitation,
                "place": place_name(invitation, groups),
                "state": link_state(invitation.facts, now=now),
            }
            for invitation in invitations
        ],
        "erasures": visible_erasure_requests(request.user),
        "active_people": visible_duties(request.user, state=ACTIVE).values("user").order_by().distinct().count(),
        "LinkState": LinkState,
    }
    return render(request, "accounts/people.html", context)


def _chips(counts: dict[str, int], state: str, sought: str) -> list[dict[str, Any]]:
    words = {
        "": (_("Semua"), counts[ACTIVE] + counts[ENDED], ""),
        ACTIVE: (_("Aktif"), counts[ACTIVE], "ok"),
        ENDED: (_("Berakhir"), counts[ENDED], "off"),
    }
    carried = f"&q={quote(sought)}" if sought else ""
    return [
        {"label": label, "count": count, "kind": kind, "href": f"?keadaan={word}{carried}", "current": word == state}
        for word, (label, count, kind) in words.items()
    ]


# Invitations ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone: a name, a role, a place. The link is shown on the next page, once."""
    _managers_only(request)
    wanted = {"group": request.GET.get("kim", ""), "area": request.GET.get("wilayah", "")}
    if request.GET.get("peran") in Role.values:
        wanted["role"] = request.GET["peran"]
    form = InviteForm(request.POST or None, by=request.user, initial=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite_person(
                name=form.cleaned_data["name"],
                role=form.cleaned_data["role"],
                area=form.cleaned_data["place"],
                group_code=form.cleaned_data["group_code"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _keep_link(request, invitation.code, reverse("join", args=[token]))
            return redirect("invitation", invitation.code)
    return render(request, "accounts/invite.html", {"form": form})


def _keep_link(request: HttpRequest, code: str, path: str) -> None:
    """Hold a link in the session until the next page has shown it."""
    request.session[_LINK_KEY] = {"code": code, "url": request.build_absolute_uri(path)}


def _take_link(request: HttpRequest, code: str) -> str:
    kept = request.session.get(_LINK_KEY)
    if not kept or kept["code"] != code:
        return ""
    del request.session[_LINK_KEY]
    return kept["url"]


def _invitation_in_scope(request: HttpRequest, code: str) -> Invitation:
    if len(code) != 16:
        raise Http404
    mine = Invitation.objects.filter(people_scope(request.user)).select_related("area", "created_by")
    return get_object_or_404(mine, token_hash__startswith=code)


@never_cache
@require_GET
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """An invitation: its link just after it was made, and what can be done with it."""
    invited = _invitation_in_scope(request, code)
    url = _take_link(request, code)
    place = place_name(invited, groups_named([invited.group_code]))
    office = office_of(request.user)
    context = {
        "invitation": invited,
        "place": place,
        "state": link_state(invited.facts, now=timezone.now()),
        "LinkState": LinkState,
        "url": url,
        "refusal": duty_refusal(request.user, invited),
    }
    if url:
        # Read by volunteers, whichever language the sender chose.
        with override(settings.LANGUAGE_CODE):
            message = _(
                "Halo %(name)s, %(inviter)s (%(office)s) mengundang Anda memakai Kentongan sebagai %(role)s, %(place)s. "
                "Buka tautan ini paling lambat %(day)s: %(url)s"
            ) % {
                "name": invited.name,
                "inviter": request.user.name,
                "office": office.name if office else "Kentongan",
                "role": invited.get_role_display(),
                "place": place,
                "day": date_format(timezone.localtime(invited.open_until), "l, j F Y"),
                "url": url,
            }
        context["whatsapp"] = f"https://wa.me/?text={quote(message)}"
    return render(request, "accounts/invitation.html", context)


@require_POST
def invitation_renew(request: HttpRequest, code: str) -> HttpResponse:
    """A new link in place of one that was lost or has run out."""
    invited = _invitation_in_scope(request, code)
    try:
        token = actions.renew_invitation(invitation=invited, by=request.user, now=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Conflict as conflict:
        messages.warning(request, str(conflict))
        return redirect("people")
    code = Invitation.hash_of(token)[:16]
    _keep_link(request, code, reverse("join", args=[token]))
    return redirect("invitation", code)


@require_POST
def invitation_revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Close an unused link."""
    invited = _invitation_in_scope(request, code)
    try:
        actions.revoke_invitation(invitation=invited, by=request.user, now=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Conflict as conflict:
        messages.warning(request, str(conflict))
    else:
        messages.success(request, _("Undangan dicabut. Tautannya tidak dapat dipakai lagi."))
    return redirect("people")


# One person -------------------------------------------------------------------------------------------------------------


def _person_in_scope(request: HttpRequest, username: str) -> tuple[User, list[Duty]]:
    """The person and those of their duties this manager sees; 404 when there is none."""
    mine = Duty.objects.filter(people_scope(request.user), user__username=username, user__erased_at=None)
    duties = list(mine.select_related("user", "area").order_by("-until", "role"))
    if not duties:
        raise Http404
    return duties[0].user, duties


def _refusal_for(request: HttpRequest, person: User) -> str | None:
    return person_refusal(request.user, person, person.duties.select_related("area"))


@require_GET
def person(request: HttpRequest, username: str) -> HttpResponse:
    """One person: duties in words, and what the office can do for them."""
    found, duties = _person_in_scope(request, username)
    words = duties_in_words(duties, today())
    words.sort(key=lambda word: not word.is_current)
    for word in words:
        word.duty.refusal = duty_refusal(request.user, word.duty)
        word.duty.key = word.duty.group_code or word.duty.area_id
    context = {
        "person": found,
        "duties": words,
        "is_active_here": any(word.is_current for word in words),
        "refusal": _refusal_for(request, found),
        "is_self": found.pk == request.user.pk,
        "erasure": ErasureRequest.objects.filter(user=found, handled_at=None).first(),
    }
    return render(request, "accounts/person.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, username: str) -> HttpResponse:
    """Make a one-time link with which the person chooses a new password, and show it once."""
    found, _duties = _person_in_scope(request, username)
    if request.method == "POST":
        try:
            token = actions.make_sign_in_link(person=found, by=request.user)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Conflict as conflict:
            messages.warning(request, str(conflict))
            return redirect("person", username)
        _keep_link(request, username, reverse("start_anew", args=[username, token]))
        return redirect("sign_in_link", username)
    url = _take_link(request, username)
    if not url:
        return redirect("person", username)
    with override(settings.LANGUAGE_CODE):
        message = _(
            "Halo %(name)s, dengan tautan ini Anda memilih kata sandi baru. Berlaku tiga hari, satu kali: %(url)s"
        )
    text = message % {"name": found.name, "url": url}
    context = {
        "person": found,
        "url": url,
        "whatsapp": f"https://wa.me/{whatsapp_digits(found.phone)}?text={quote(text)}",
    }
    return render(request, "accounts/sign_in_link.html", context)


def _duty_in_scope(request: HttpRequest, username: str, role: str, place: str) -> Duty:
    _found, duties = _person_in_scope(request, username)
    for duty in duties:
        if duty.role == role and (duty.group_code or duty.area_id) == place and duty.facts.is_on(today()):
            return duty
    raise Http404


@require_http_methods(["GET", "POST"])
def duty_change(request: HttpRequest, username: str, role: str, place: str) -> HttpResponse:
    """Give another role in the same place."""
    duty = _duty_in_scope(request, username, role, place)
    if refusal := duty_refusal(request.user, duty):
        raise PermissionDenied(refusal)
    given = roles_to_give(request.user, area=duty.area, group_code=duty.group_code)
    fitting = [
        other
        for other in given
        if other != duty.role and is_place_of_role(other, duty.area.level, group_code=duty.group_code)
    ]
    form = ChangeRoleForm(request.POST or None, roles=fitting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(duty=duty, role=form.cleaned_data["role"], by=request.user)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Conflict as conflict:
            messages.warning(request, str(conflict))
        else:
            messages.success(request, _("Peran %(name)s diubah.") % {"name": duty.user.name})
        return redirect("person", username)
    context = {
        "duty": duty,
        "form": form,
        "can_change": bool(fitting),
        "place": place_name(duty, groups_named([duty.group_code])),
        "place_key": place,
    }
    return render(request, "accounts/duty.html", context)


@require_POST
def duty_end(request: HttpRequest, username: str, role: str, place: str) -> HttpResponse:
    """End a duty today."""
    duty = _duty_in_scope(request, username, role, place)
    try:
        actions.end_duty(duty=duty, by=request.user, reason=request.POST.get("alasan", "").strip()[:200])
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Conflict as conflict:
        messages.warning(request, str(conflict))
    else:
        messages.success(request, _("Tugas %(name)s berakhir hari ini.") % {"name": duty.user.name})
    return redirect("person", username)


@require_http_methods(["GET", "POST"])
def erasure(request: HttpRequest, username: str) -> HttpResponse:
    """A person's wish to be erased: what goes, what stays, and the button that does it."""
    found, _duties = _person_in_scope(request, username)
    asked = get_object_or_404(ErasureRequest, user=found, handled_at=None)
    refusal = _refusal_for(request, found)
    if request.method == "POST":
        try:
            actions.erase_person(request=asked, by=request.user, now=timezone.now())
        except Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        except Conflict as conflict:
            messages.warning(request, str(conflict))
        else:
            messages.success(request, _("Data pribadi dihapus. Catatan kerjanya tetap ada, tanpa nama."))
        return redirect("people")
    # What is kept about someone, wherever they serve, is shown to whoever may take it out, and to nobody else.
    sections = [] if refusal else sections_about(found)
    context = {"person": found, "asked": asked, "refusal": refusal, "sections": sections}
    return render(request, "accounts/erasure.html", context)


# The office -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def office_settings(request: HttpRequest) -> HttpResponse:
    """The office's name, clock and telephone number."""
    office = office_of(request.user)
    if office is None:
        raise Http404
    if refusal := office_refusal(request.user, office):
        raise PermissionDenied(refusal)
    form = OfficeForm(request.POST or None, instance=office)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_office(office=office, by=request.user, **form.cleaned_data)
        except Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        messages.success(request, _("Pengaturan kantor disimpan."))
        return redirect("office_settings")
    return render(request, "accounts/office.html", {"form": form, "office": office})
