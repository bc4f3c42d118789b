"""What the name of a server says."""

import re
from collections.abc import Iterable
from functools import lru_cache

from kentongan.harvest.guard.folding import fold
from kentongan.harvest.guard.lexicon import AGAINST, OFFICIAL_HOSTS, TERMS, USUAL_HOSTS, Kind, glance, is_brand
from kentongan.harvest.rules.links import host_of

_LABEL = re.compile(r"[a-z0-9]+")


def hosts_of(addresses: Iterable[str]) -> list[str]:
    """Each host once, in order."""
    return list(dict.fromkeys(host for host in map(host_of, addresses) if host))


def is_below(host: str, names: Iterable[str]) -> bool:
    return any(host == name or host.endswith("." + name) for name in names)


def is_ordinary(host: str) -> bool:
    """Whether any village may link there."""
    return is_below(host, USUAL_HOSTS) or is_below(host, OFFICIAL_HOSTS)


@lru_cache(maxsize=1 << 13)
def sells_plainly(host: str) -> bool:
    """Whether a host bears a word that only sellers write, or two that they share with others."""
    _words, kinds = _named(host)
    return Kind.SELLS in kinds or len(kinds) > 1


@lru_cache(maxsize=1 << 13)
def sells(host: str, *, is_own: bool = False) -> bool:
    """Whether a host is named after what it sells: slot-gacor.xyz, nama88.live, bokepindo.cc.

    A site's own name, and one under a name that any village may link to, needs a word that only sellers use: KIM88 is none.
    """
    if sells_plainly(host):
        return True
    words, kinds = _named(host)
    return not is_own and not is_ordinary(host) and (Kind.NAMES in kinds or any(map(is_brand, words)))


def _named(host: str) -> tuple[list[str], list[Kind]]:
    """The words of a name, and what they say; nothing of one that is against it."""
    labels = _LABEL.findall(fold(host[:253]))
    if any(label.startswith(AGAINST) for label in labels):
        return [], []
    words = [glance(label).word for label in labels]
    return words, [term.kind for place in range(len(words)) for term, _length in TERMS.at(words, place)]
