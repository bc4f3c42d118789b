"""What the bar and the phone's bottom row hold. Rooms register their entries in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

UserTest = Callable[[Any], bool]
UserCount = Callable[[Any], int]


class Place(Enum):
    """Where an entry stands."""

    BAR = "bar"
    # A sign at the right end of the bar.
    SIGN = "sign"
    PHONE = "phone"
    MENU = "menu"


BAR_AND_PHONE = frozenset({Place.BAR, Place.PHONE})
PHONE_AND_MENU = frozenset({Place.PHONE, Place.MENU})


def everyone(user: Any) -> bool:
    """Shown to every signed-in person."""
    return True


def nothing(user: Any) -> int:
    """Nothing waits under this entry."""
    return 0


@dataclass(frozen=True)
class NavItem:
    """One entry: ``label`` is lazy text, ``icon`` a name of ``templates/icons``, ``order`` counts from the left.

    The page is current when its url name is ``url_name`` or is one of ``also``; an entry of ``also`` that ends
    in "*" stands for every url name that begins so. ``waiting`` counts what is new there for the person.
    """

    label: Any
    url_name: str
    icon: str = ""
    order: int = 100
    shown_to: UserTest = everyone
    short_label: Any = ""
    places: frozenset[Place] = BAR_AND_PHONE
    also: tuple[str, ...] = ()
    waiting: UserCount = nothing

    def is_current(self, url_name: str) -> bool:
        """Whether the page of this url name lies under the entry."""
        return any(
            url_name.startswith(name[:-1]) if name.endswith("*") else url_name == name
            for name in (self.url_name, *self.also)
        )


@dataclass(frozen=True)
class ShownItem:
    """An entry as one page shows it."""

    label: Any
    short_label: Any
    href: str
    icon: str
    current: bool
    waiting: int = 0


@dataclass(frozen=True)
class Identity:
    """Who is signed in, for the bar: the office the pages speak for and the person's name."""

    office_name: str = ""
    person_name: str = ""
    role: Any = ""

    @property
    def initials(self) -> str:
        """One or two letters: "Ratna Puspita" gives RP."""
        words = [word for word in self.person_name.split() if word[0].isalpha()]
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()

    @property
    def short_name(self) -> str:
        """ "Ratna Puspita" gives "Ratna P."."""
        words = self.person_name.split()
        return f"{words[0]} {words[-1][0]}." if len(words) > 1 else self.person_name


@dataclass
class _Registry:
    items: list[NavItem] = field(default_factory=list)
    identity: Callable[[HttpRequest], Identity] = lambda request: Identity()
    search_url_name: str = "search"


_registry = _Registry()


def register(*items: NavItem) -> None:
    """Add entries; the same url name again replaces the earlier entry."""
    names = {item.url_name for item in items}
    kept = [item for item in _registry.items if item.url_name not in names]
    _registry.items = sorted([*kept, *items], key=lambda item: (item.order, item.url_name))


def register_identity(identity: Callable[[HttpRequest], Identity]) -> None:
    """Say how to find out whose page it is; accounts does this."""
    _registry.identity = identity


def register_search(url_name: str) -> None:
    """Name the page that answers the bar's search field with ``?q=``."""
    _registry.search_url_name = url_name


def identity_of(request: HttpRequest) -> Identity:
    """The office and person of this request."""
    return _registry.identity(request)


def search_href() -> str:
    """Where the search field leads; empty while no room answers."""
    return _href(_registry.search_url_name)


def items_for(request: HttpRequest, place: Place) -> list[ShownItem]:
    """The entries of one place that this person sees, in order; entries without a page yet are left out."""
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        ShownItem(
            item.label,
            item.short_label or item.label,
            href,
            item.icon,
            item.is_current(here),
            item.waiting(request.user),
        )
        for item in _registry.items
        if place in item.places and item.shown_to(request.user) and (href := _href(item.url_name))
    ]


def _href(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
