"""Asking a host for its robots.txt."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urljoin

from django.conf import settings

from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching.visiting import failure, visit
from kentongan.harvest.fetching.visitors import Visitors
from kentongan.harvest.rules.robots import is_agreed, permission
from kentongan.harvest.rules.shapes import Failed

# RFC 9309 has visitors read at least this much of it.
LONGEST = 500 * 1024
_SAYS_NOTHING = {Trouble.GONE, Trouble.FORBIDDEN, Trouble.REDIRECTS, Trouble.TOO_LARGE, Trouble.UNREADABLE}


async def ask_robots(address: str, *, session: Visitors) -> str:
    """The robots.txt that holds for this address, for ``rules.robots.permission``; empty where it asks for nothing.

    ``Failed`` where the host does not say, because it is ill or away: then nothing else of it is visited for now.
    """
    try:
        where = urljoin(address, "/robots.txt")
        answer = await visit(where, session=session)
    except ValueError as error:
        raise Failed(Trouble.ADDRESS, address) from error
    except Failed as failed:
        if failed.trouble in _SAYS_NOTHING:
            return ""
        raise
    text = answer.body
    if len(text) > LONGEST:
        # A line that is cut would ask for something else.
        text = text[:LONGEST].rpartition(b"\n")[0]
    # Some editors begin with a mark of the byte order, which is no part of the first line.
    return text.decode("utf-8-sig", "replace").replace("\0", "")


def require(robots: str, address: str, host: str = "") -> None:
    """``Failed``, with the host's name, where robots.txt wants us to stay out and nobody has agreed otherwise."""
    if not (permission(robots, address).is_allowed or is_agreed(address, settings.HARVEST_AGREED)):
        raise Failed(Trouble.ROBOTS, host)


class Doors:
    """What other hosts ask of us than the one that is visited: each is asked once a run. Belongs to one event loop."""

    def __init__(self, session: Visitors, known: Mapping[str, str]) -> None:
        self._session = session
        self._texts = dict(known)
        self._asked: dict[str, asyncio.Task[str]] = {}
        # What was asked for since ``take_fresh``.
        self._fresh: dict[str, str] = {}

    async def require(self, address: str) -> None:
        """``Failed`` where the address's host wants us to stay out, or does not say."""
        try:
            host = self._session.destination(address).host
        except Exception as error:
            raise failure(error) from error
        if host not in self._texts:
            if host not in self._asked:
                self._asked[host] = asyncio.create_task(ask_robots(address, session=self._session))
            # Whoever gives up waiting leaves it to the others.
            self._texts[host] = self._fresh[host] = await asyncio.shield(self._asked[host])
        require(self._texts[host], address, host)

    def take_fresh(self) -> dict[str, str]:
        """By host, what was asked for and not taken yet."""
        fresh, self._fresh = self._fresh, {}
        return fresh
