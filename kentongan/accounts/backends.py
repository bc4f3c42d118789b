"""Sign-in by phone number or e-mail address and password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest

from kentongan.accounts.models import User
from kentongan.accounts.phones import read_phone


class PhoneOrEmailBackend(BaseBackend):
    """Finds the person by phone number or e-mail address, whatever the field is called."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_credentials: Any
    ) -> User | None:
        sought = Q(email__iexact=username)
        if phone := read_phone(username):
            sought |= Q(phone=phone)
        user = User.objects.filter(sought, is_active=True).first() if username else None
        if user is None:
            # Spend the time a known person would cost, so that an answer tells nothing.
            User().set_password(password)
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
