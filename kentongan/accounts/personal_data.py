"""What the system keeps about a person: each room adds its part (UU 27/2022).

A room writes a ``Provider`` and calls ``register`` in its ``AppConfig.ready``. Own data, export and erasure ask all of
them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kentongan.accounts.models import User


@dataclass(frozen=True)
class Row:
    """One fact about the person."""

    label: Any
    value: str


@dataclass(frozen=True)
class Section:
    """Facts of one kind under a heading. ``goes`` and ``stays`` say in words what an erasure does to them."""

    title: Any
    rows: Sequence[Row] = field(default_factory=tuple)
    note: Any = ""
    goes: Sequence[Any] = field(default_factory=tuple)
    stays: Sequence[Any] = field(default_factory=tuple)


@dataclass(frozen=True)
class Provider:
    """One room's part: ``see`` for people, ``export`` for machines (JSON-safe), ``erase`` to take the person out.

    Shown by ``order``, erased the other way round: accounts' own part (0) and the audit trail's (1) come last then.
    """

    name: str
    see: Callable[[User], Section]
    export: Callable[[User], Any]
    erase: Callable[[User], None]
    order: int = 100


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Add a room's part; the same name again replaces it."""
    _providers[provider.name] = provider


def providers() -> list[Provider]:
    return sorted(_providers.values(), key=lambda provider: (provider.order, provider.name))


def sections_about(user: User) -> list[Section]:
    """Everything kept about the person, for a page."""
    return [provider.see(user) for provider in providers()]


def export_about(user: User) -> dict[str, Any]:
    """Everything kept about the person, for a JSON file."""
    return {provider.name: provider.export(user) for provider in providers()}


def erase_about(user: User) -> None:
    """Take the person out of every room; the caller holds the transaction."""
    for provider in reversed(providers()):
        provider.erase(user)
