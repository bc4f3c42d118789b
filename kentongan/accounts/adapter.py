"""How sign-in is fitted to Kentongan: nobody signs up alone, people come by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WRONG = gettext_lazy(
    "Nomor HP atau surel ini tidak cocok dengan kata sandinya. Periksa keduanya, atau mintalah tautan masuk ulang "
    "dari kantor."
)
_WAIT = gettext_lazy("Terlalu banyak percobaan. Tunggu 5 menit, lalu coba lagi.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _WRONG,
        "enter_current_password": gettext_lazy("Kata sandi lama tidak cocok."),
        "incorrect_code": gettext_lazy("Kode tidak cocok. Tunggu kode berikutnya, lalu ketik lagi."),
        "incorrect_password": gettext_lazy("Kata sandi tidak cocok."),
        "rate_limited": _WAIT,
        "too_many_login_attempts": _WAIT,
        "username_password_mismatch": _WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password of someone signed in, within the limits on failed attempts."""
        found = self.authenticate(self.request, username=user.phone or user.email or "", password=password)
        return found is not None and found.pk == user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("own_account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show who one is once more, in our words."""
        words = {
            "reauthenticate": _("Pakai kata sandi"),
            "mfa_reauthenticate": _("Pakai kode dari aplikasi"),
            "mfa_reauthenticate:webauthn": _("Pakai passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words.get(method["id"], method["description"])} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Kode atau passkey tidak cocok. Coba sekali lagi."),
        "cannot_generate_recovery_codes": gettext_lazy("Nyalakan dulu aplikasi autentikator."),
    }

    def is_mfa_enabled(self, user: Any, types: list[str] | None = None) -> bool:
        """A passkey stands instead of the password; only an authenticator app asks for a second step after it.

        Otherwise a volunteer who tries a passkey on one phone could no longer sign in with the password on another.
        """
        if types and set(types) == {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            types = [Authenticator.Type.TOTP]
        return super().is_mfa_enabled(user, types)

    def _get_user_identifier(self, user: Any) -> str:
        """What an authenticator app or a phone's list of passkeys shows: never the random user name."""
        return user.phone or user.email or user.name

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
