"""Places on public pages that rooms above this one fill, without the newsroom knowing them.

A room registers a part from its ``AppConfig.ready``; the first page of a portal and of a group's site asks all of them. What they
show belongs to the page's own tags: who changes it forgets ``office:<code>`` or ``group:<code>``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kentongan.newsroom.models import Site

Render = Callable[[Site], SafeString | str]


@dataclass(frozen=True, slots=True)
class Part:
    """``render`` returns escaped HTML for a site's first page, empty where there is nothing to show."""

    render: Render
    order: int = 0


_parts: list[Part] = []


def register(*parts: Part) -> None:
    """Add parts below what the newsroom itself shows."""
    _parts.extend(parts)
    _parts.sort(key=lambda part: part.order)


def parts_for(site: Site) -> list[str]:
    """What all rooms show on the site's first page, in order, without the empty ones."""
    return [html for part in _parts if (html := part.render(site))]
