"""What a host's robots.txt asks of us."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from protego import Protego

# Our name in robots.txt, where some write it as it stands in their journals.
NAME = "Kentongan"
_WITH_VERSION = re.compile(rf"^([ \t]*user-agent[ \t]*:[ \t]*{NAME})/.*", re.I | re.M)
LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Permission:
    """``delay`` is in seconds between two visits at this host; nobody may ask for more than a minute."""

    is_allowed: bool
    delay: float = 0.0


def permission(robots: str, address: str) -> Permission:
    """Whether the address may be visited. An empty text, or one that nobody can read, asks for nothing."""
    if not robots.strip():
        return Permission(True)
    rules = _read(robots)
    delay = rules.crawl_delay(NAME) or 0.0
    return Permission(rules.can_fetch(address, NAME), min(max(delay, 0.0), LONGEST_DELAY))


def is_agreed(address: str, agreed: Iterable[str]) -> bool:
    """Whether the address lies at one of these places, ``host`` or ``host/folder/``."""
    parts = urlsplit(address)
    path = unquote(parts.path) or "/"
    where = f"{parts.hostname or ''}{path}"
    # A way up again leads out of the folder.
    return ".." not in path and any(where.startswith(place if "/" in place else f"{place}/") for place in agreed)


@functools.lru_cache(maxsize=512)
def _read(robots: str) -> Protego:
    return Protego.parse(_WITH_VERSION.sub(r"\1", robots))
