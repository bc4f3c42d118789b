"""Looking after oneself: details, ways in, places signed in, and one's own data (UU 27/2022)."""

import hashlib
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.internal import ratelimit
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts import actions
from kentongan.accounts.browsers import browser_in_words
from kentongan.accounts.forms import AddPasskeyForm, ErasureForm, OwnDetailsForm
from kentongan.accounts.models import User
from kentongan.accounts.personal_data import export_about, sections_about
from kentongan.accounts.queries import (
    DEMO_PEOPLE,
    duties_in_words,
    has_totp,
    open_erasure_request,
    passkeys_of,
    sessions_of,
)
from kentongan.core.clock import as_seen, today
from kentongan.core.errors import Conflict


@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account on one page."""
    user = request.user
    passkeys = passkeys_of(user)
    duties = duties_in_words(user.duties.select_related("area").order_by("role"), today())
    context = {
        "duties": [duty for duty in duties if duty.is_current],
        "passkeys": [{"key": key, "name": key.wrap().name} for key in passkeys],
        "has_password": user.has_usable_password(),
        # The demo's people come in by their own doors.
        "has_way_in": bool(passkeys) or user.has_usable_password() or (settings.DEMO and user.username in DEMO_PEOPLE),
        "has_totp": has_totp(user),
        "recovery": Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists(),
        "erasure": open_erasure_request(user),
        "themes": [("", _("Ikut perangkat")), ("terang", _("Terang")), ("gelap", _("Gelap"))],
    }
    return render(request, "accounts/own_account.html", context)


@require_http_methods(["GET", "POST"])
def own_details(request: HttpRequest) -> HttpResponse:
    """Correct one's own name, phone number and e-mail address."""
    user = User.objects.get(pk=request.user.pk)
    form = OwnDetailsForm(request.POST or None, instance=user)
    if request.method == "POST":
        # Whether a number is taken tells that someone has it: not to be asked in bulk.
        limited = ratelimit.consume_or_429(request, app="allauth.account", action="manage_email", user=request.user)
        if limited:
            return limited
        if form.is_valid():
            try:
                actions.change_own_details(user=user, **form.cleaned_data)
            except Conflict as conflict:
                form.add_error(None, str(conflict))
            else:
                messages.success(request, _("Data diri disimpan."))
                return redirect("own_account")
    return render(request, "accounts/own_details.html", {"form": form})


# Passkeys ---------------------------------------------------------------------------------------------------------------


@never_cache
@reauthentication_required(app="allauth.mfa")
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. Unlike allauth's view, it makes no recovery codes: a passkey is no second step here."""
    form = AddPasskeyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = webauthn.WebAuthn.add(request.user, form.cleaned_data["name"], form.cleaned_data["credential"])
        signals.authenticator_added.send(
            sender=Authenticator, request=request, user=request.user, authenticator=made.instance
        )
        messages.success(request, _("Passkey ditambahkan. Lain kali Anda dapat masuk tanpa kata sandi."))
        return redirect("own_account")
    options = webauthn.begin_registration(request.user, True)
    return render(request, "mfa/webauthn/add_form.html", {"form": form, "options": options})


# Places signed in -------------------------------------------------------------------------------------------------------


def _session_code(session: UserSession) -> str:
    """Names a session to its owner without giving its key away."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:16]


@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; end one, or all but this."""
    # Sessions that ended by themselves are not places where one is signed in.
    sessions = [session for session in sessions_of(request.user) if session.exists()]
    if request.method == "POST":
        return _end_sessions(request, sessions)
    rows = [
        {
            "code": _session_code(session),
            "browser": browser_in_words(session.user_agent),
            "session": session,
            "seen_at": as_seen(session.last_seen_at),
            "is_here": session.is_current(),
        }
        for session in sessions
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return render(request, "accounts/own_sessions.html", {"rows": rows})


def _end_sessions(request: HttpRequest, sessions: list[UserSession]) -> HttpResponse:
    code = request.POST.get("sesi", "")
    if code == "semua":
        end_other_sessions(request, request.user)
        messages.success(request, _("Anda keluar dari semua perangkat lain."))
        return redirect("usersessions_list")
    chosen = [session for session in sessions if _session_code(session) == code]
    if not chosen:
        raise Http404
    is_here = chosen[0].is_current()
    end_sessions(request, chosen)
    if is_here:
        return redirect("account_login")
    messages.success(request, _("Anda keluar dari perangkat itu."))
    return redirect("usersessions_list")


# One's own data ---------------------------------------------------------------------------------------------------------


@require_GET
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself, and the rights one has."""
    context: dict[str, Any] = {
        "sections": sections_about(request.user),
        "erasure": open_erasure_request(request.user),
        "form": ErasureForm(),
    }
    return render(request, "accounts/own_data.html", context)


@never_cache
@require_GET
def own_data_export(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself, as a JSON file."""
    document = {"made_at": timezone.now().isoformat(), **export_about(request.user)}
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@require_POST
def own_data_erase(request: HttpRequest) -> HttpResponse:
    """Ask the office to erase one's personal data."""
    form = ErasureForm(request.POST)
    if not form.is_valid():
        context = {"sections": sections_about(request.user), "erasure": None, "form": form}
        return render(request, "accounts/own_data.html", context)
    actions.ask_erasure(user=request.user, note=form.cleaned_data["note"], now=timezone.now())
    messages.success(request, _("Permintaan dikirim ke kantor. Anda dapat membatalkannya selama belum dikerjakan."))
    return redirect("own_data")


@require_POST
def own_data_keep(request: HttpRequest) -> HttpResponse:
    """Take the wish back."""
    try:
        actions.withdraw_erasure(user=request.user)
    except Conflict as conflict:
        messages.warning(request, str(conflict))
    else:
        messages.success(request, _("Permintaan dibatalkan. Tidak ada yang dihapus."))
    return redirect("own_data")
