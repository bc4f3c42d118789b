"""What the name of a server says."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from kentongan.harvest.guard.folding import fold
from kentongan.harvest.guard.lexicon import AGAINST, OFFICIAL_HOSTS, TERMS, USUAL_HOSTS, Kind, glance, is_brand

_LABEL = re.compile(r"[a-z0-9]+")


def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def hosts_of(addresses: Iterable[str]) -> list[str]:
    """Each host once, in order."""
    return list(dict.fromkeys(host for host in map(host_of, addresses) if host))


def is_below(host: str, names: Iterable[str]) -> bool:
    return any(host == name or host.endswith("." + name) for name in names)


def is_ordinary(host: str) -> bool:
    """Whether any village may link there."""
    return is_below(host, USUAL_HOSTS) or is_below(host, OFFICIAL_HOSTS)


@lru_cache(maxsize=1 << 13)
def sells(host: str) -> bool:
    """Whether a host is named after what it sells: slot-gacor.xyz, nama88.live, bokepindo.cc."""
    labels = _LABEL.findall(fold(host[:253]))
    if not labels or is_below(host, USUAL_HOSTS) or any(label.startswith(AGAINST) for label in labels):
        return False
    terms = [TERMS.single[word] for word in (glance(label).word for label in labels) if word in TERMS.single]
    if any(term.kind is Kind.SELLS for term in terms) or len(terms) >= 2:
        return True
    words = [glance(label).word for label in labels]
    if any(
        TERMS.at(words, place) and place + 1 < len(words) and (words[place], words[place + 1]) in TERMS.phrases
        for place in range(len(words))
    ):
        return True
    return not is_below(host, OFFICIAL_HOSTS) and (bool(terms) or any(is_brand(label) for label in labels))
