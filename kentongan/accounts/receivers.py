"""Writes into the audit trail what people do to their ways in: allauth only tells by signals."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator

from kentongan.accounts.models import User
from kentongan.core.audit import record_event


def _record(verb: str, user: User) -> None:
    record_event(verb=verb, kind="user", key=user.username, label=user.name, by=user)


def on_password(sender: Any, user: User, **_rest: Any) -> None:
    _record("change_password", user)


def on_authenticator_added(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _record(f"add_{authenticator.type}", user)


def on_authenticator_removed(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _record(f"remove_{authenticator.type}", user)


def connect() -> None:
    account.password_changed.connect(on_password)
    account.password_set.connect(on_password)
    mfa.authenticator_added.connect(on_authenticator_added)
    mfa.authenticator_reset.connect(on_authenticator_added)
    mfa.authenticator_removed.connect(on_authenticator_removed)
