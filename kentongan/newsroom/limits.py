"""How often something may be sent without sign-in. Counts live in the shared cache and hold no address, only a mark of it."""

import ipaddress
import time
from collections.abc import Iterable

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from kentongan.newsroom.rules.reports import Limit


def sender_of(request: HttpRequest) -> str:
    """A mark of the address a request came from; all of one IPv6 connection are one sender."""
    written = get_client_ip(request) or ""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return _mark(written)
    if address.version == 6:
        return _mark(str(ipaddress.ip_network((address, 64), strict=False)))
    return _mark(str(address))


def is_within(name: str, limits: Iterable[Limit]) -> bool:
    """Whether one more is allowed under ``name``; counts it if so. Two at the same moment may count as one."""
    counts = []
    for limit in limits:
        seconds = int(limit.span.total_seconds())
        key = f"limit:{name}:{seconds}:{int(time.time()) // seconds}"
        count = cache.get(key, 0)
        if count >= limit.most:
            return False
        counts.append((key, count + 1, seconds))
    for key, count, seconds in counts:
        cache.set(key, count, seconds)
    return True


def _mark(address: str) -> str:
    return salted_hmac("kentongan.newsroom.limits", address).hexdigest()[:20]
