"""One address for one page, however it was linked."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

LONGEST = 1000
# What a channel is read at.
LONGEST_READ = 500

# What senders and counters add; the page is the same without it.
_ADDED = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|igshid|igsh|mc_[ce]id|_ga|_gl|mibextid|__twitter_impression|phpsessid|jsessionid|ci_session)(?:=|$)",
    re.I,
)
# Blogspot's look for phones.
_PHONE_LOOK = re.compile(r"m=[01]?$")
_UNSEEN = re.compile(r"[\x00-\x20\x7f\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_BLOGSPOT = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}$")
# Many live there, each at a path.
_SHARED = re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be)$")
# "https:///x" would stand on the base.
_HOSTLESS = re.compile(r"https?:(?!//[^/\\?#])", re.I)
_PORTS = {"http": 80, "https": 443}
# Most are right as they stand.
_IS_CANONICAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w!$%&'()*+,\-./:;=@~]*", re.ASCII)
# Everything an address may hold, and the mark of what is encoded already.
_SAFE = "!$%&'()*+,-./:;=?@_~[]|"


def canonical(link: str, base: str = "") -> str:
    """The absolute http(s) address without fragment, counters' marks and default port; empty where there is none."""
    if len(link) <= LONGEST and _IS_CANONICAL.fullmatch(link):
        return link
    try:
        # The browser's own rule: line ends and tabs inside an address are not there, spaces around it neither.
        link = re.sub(r"[\t\r\n]+", "", link).strip()
        if _HOSTLESS.match(link):
            return ""
        parts = urlsplit(urljoin(base, link))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    # What names only a place on the page it stands on names no page.
    if scheme not in _PORTS or not host or not link or link.startswith("#"):
        return ""
    if port is not None and port != _PORTS[scheme]:
        host = f"{host}:{port}"
    path = quote(parts.path, safe=_SAFE) or "/"
    query = "&".join(part for part in parts.query.split("&") if part and not _is_added(part, host, path))
    found = urlunsplit((scheme, host, path, quote(query, safe=_SAFE), ""))
    return found if len(found) <= LONGEST else ""


def host_of(link: str) -> str:
    """The host an address names, in small letters without "www."; empty where there is none."""
    try:
        return _host(urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def server_of(address: str) -> str:
    """The name of the address's server as hosts are known by; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".").lower()[:255]
    except ValueError:
        return ""


def site_of(address: str) -> str:
    """A site's name, the same for all spellings of its addresses; with the path where many share a host."""
    host = _BLOGSPOT.sub(".blogspot.com", host_of(address).removeprefix("m."))
    if not _SHARED.search(host):
        return host
    return f"{host}/{urlsplit(address).path.strip('/').casefold()}"[:300]


def _host(name: str) -> str:
    name = name.lower().rstrip(".")
    if ":" in name:
        return f"[{name}]"
    if name.isascii():
        return "" if _UNSEEN.search(name) else name
    return name.encode("idna").decode("ascii")


def _is_added(part: str, host: str, path: str) -> bool:
    if _ADDED.match(part):
        return True
    return bool(_PHONE_LOOK.match(part)) and (".blogspot." in f".{host}" or path == "/" or path.endswith(".html"))


def is_same_site(one: str, other: str) -> bool:
    """Whether two hosts are one, or one lies below the other."""
    return (
        one == other or one.endswith(f".{other.removeprefix('www.')}") or other.endswith(f".{one.removeprefix('www.')}")
    )
