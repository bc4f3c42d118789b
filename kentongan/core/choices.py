"""Closed lists of words for processes that load neither the database's models nor the translations, until somebody reads a label.

Django's ``TextChoices`` are the same, and come with all of its models: half of what a process that only parses would load.
"""

from __future__ import annotations

from enum import EnumType, StrEnum, nonmember
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from django.utils.functional import Promise


def said(text: str) -> str:
    """Marks what people read, for the catalogues; imported as ``_``."""
    return text


class _WordsType(EnumType):
    @property
    def choices(cls) -> list[tuple[str, Promise]]:
        """For a field of a model or form."""
        return [(word.value, word.label) for word in cast("type[Words]", cls)]

    @property
    def values(cls) -> list[str]:
        return [word.value for word in cast("type[Words]", cls)]


class Words(StrEnum, metaclass=_WordsType):
    """``NAME = "value", _("label")``."""

    do_not_call_in_templates = nonmember(True)
    _text: str

    def __new__(cls, value: str, text: str = "") -> Words:
        word = str.__new__(cls, value)
        word._value_, word._text = value, text
        return word

    @property
    def label(self) -> Promise:
        from django.utils.translation import gettext_lazy

        return gettext_lazy(self._text)
