"""Coming in: the demo's doors, passkeys, invitations, and the office's link to start anew."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.actions import accept_invitation, join_by_invitation, start_anew
from kentongan.accounts.enums import LinkState
from kentongan.accounts.forms import JoinForm, StartAnewForm
from kentongan.accounts.hooks import groups_named
from kentongan.accounts.models import Invitation, Office, User
from kentongan.accounts.queries import DEMO_PEOPLE, demo_doors, invitation_by_token, office_of, place_name
from kentongan.accounts.rules import link_state
from kentongan.core.errors import Conflict


class SignIn(LoginView):
    """allauth's sign-in, with the demo's doors above it where the data are invented."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doors = demo_doors() if settings.DEMO else []
        return super().get_context_data(**kwargs) | {"demo_doors": doors}


sign_in = SignIn.as_view()


@login_not_required
@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, without a password; there is no such page outside the demo."""
    name = request.POST.get("orang", "")
    if not settings.DEMO or name not in DEMO_PEOPLE:
        raise Http404
    person = get_object_or_404(User, username=name, is_active=True)
    if request.user.is_authenticated:
        logout(request)
    return _sign_in(request, person, get_next_redirect_url(request))


def _sign_in(request: HttpRequest, person: User, to: str | None = None) -> HttpResponse:
    return perform_login(request, Login(user=person, redirect_url=to))


class PasskeyLogin(LoginWebAuthnView):
    """allauth's sign-in by passkey, going on to the page that was asked for."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return perform_passwordless_login(self.request, authenticator, login)


enter_by_passkey = login_not_required(PasskeyLogin.as_view())


# Invitations ------------------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Open an invitation: who invites, for what; then a name, a number and a password or passkey."""
    invitation = invitation_by_token(token)
    if invitation is None:
        return render(request, "accounts/link_closed.html", {"what": "unknown"}, status=404)
    now = timezone.now()
    state = link_state(invitation.facts, now=now)
    if state != LinkState.OPEN:
        return render(request, "accounts/link_closed.html", {"what": state, **_about(invitation)}, status=410)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, app="allauth.account", action="signup")
        if limited:
            return limited
    if request.user.is_authenticated:
        return _join_as_known(request, invitation)
    with_passkey = request.POST.get("cara") == "passkey"
    form = JoinForm(request.POST or None, with_passkey=with_passkey, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            person = join_by_invitation(
                invitation=invitation,
                name=form.cleaned_data["name"],
                phone=form.cleaned_data["phone"],
                password=None if with_passkey else form.cleaned_data["password"],
                now=now,
            )
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            return _sign_in(request, person, reverse("mfa_add_webauthn") if with_passkey else None)
    return render(request, "accounts/join.html", {"form": form, "token": token, **_about(invitation)})


def _join_as_known(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    error = ""
    if request.method == "POST":
        try:
            accept_invitation(invitation=invitation, user=request.user, now=timezone.now())
        except Conflict as conflict:
            error = str(conflict)
        else:
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/join_known.html", {"error": error, **_about(invitation)})


def _about(invitation: Invitation) -> dict[str, Any]:
    """Who invites, for what and where, in words."""
    inviter = invitation.created_by
    offices = Office.objects.in_bulk(invitation.area.ancestor_codes)
    nearest = next((offices[code] for code in reversed(invitation.area.ancestor_codes) if code in offices), None)
    return {
        "invitation": invitation,
        "place": place_name(invitation, groups_named([invitation.group_code])),
        "inviter": inviter.name if inviter and not inviter.erased_at else "",
        "office": (office_of(inviter) if inviter else None) or nearest,
    }


# Starting anew ----------------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def choose_new_password(request: HttpRequest, username: str, token: str) -> HttpResponse:
    """The office's one-time link: choose a new password and be signed in."""
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        return render(request, "accounts/link_closed.html", {"what": "sign_in"}, status=410)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, app="allauth.account", action="reset_password_from_key")
        if limited:
            return limited
    form = StartAnewForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            start_anew(person=person, token=token, password=form.cleaned_data["password"])
        except Conflict:
            return render(request, "accounts/link_closed.html", {"what": "sign_in"}, status=410)
        if request.user.is_authenticated:
            logout(request)
        person.refresh_from_db()
        return _sign_in(request, person)
    return render(request, "accounts/start_anew.html", {"form": form, "person": person})
