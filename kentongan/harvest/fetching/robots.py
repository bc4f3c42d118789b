"""Asking a host for its robots.txt."""

from urllib.parse import urljoin

from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching.visiting import visit
from kentongan.harvest.fetching.visitors import Visitors
from kentongan.harvest.rules.shapes import Failed

# RFC 9309 has visitors read at least this much.
LIMIT_BYTES = 500 * 1024
_SAYS_NOTHING = {Trouble.GONE, Trouble.FORBIDDEN, Trouble.REDIRECTS, Trouble.TOO_LARGE, Trouble.UNREADABLE}


async def ask_robots(address: str, *, session: Visitors) -> str:
    """The robots.txt that holds for this address, for ``rules.robots.permission``; empty where it asks for nothing.

    ``Failed`` where the host does not say, because it is ill or away: then nothing else of it is visited for now.
    """
    try:
        where = urljoin(address, "/robots.txt")
        answer = await visit(where, session=session, limit_bytes=LIMIT_BYTES)
    except ValueError as error:
        raise Failed(Trouble.ADDRESS, address) from error
    except Failed as failed:
        if failed.trouble in _SAYS_NOTHING:
            return ""
        raise
    return answer.body.decode("utf-8", "replace").replace("\0", "")
