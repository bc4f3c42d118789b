"""Reading an address and telling whether it leads to the public internet. Pure: no name is resolved here."""

import functools
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kentongan.core.outside.errors import Refusal

STANDARD_PORTS = {"http": 80, "https": 443}
_LENGTH = 2000
_SAFE = "/?%:@!$&'()*+,;=~[]|^{}"
_PLAIN = re.compile(r"[A-Za-z0-9_.~/?%:@!$&'()*+,;=|^{}\[\]-]+")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
# The rule of browsers: a name that ends in a number is meant as an IPv4 address ("0x7f.1", "2130706433").
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that nobody outside has (RFC 6761, 6762, 7686, 8375, 9476 and ICANN for "internal"); whoever answers to one is near.
_NOT_OUTSIDE = (
    "alt", "corp", "example", "home", "home.arpa", "internal", "intranet", "invalid", "lan", "local", "localdomain",
    "localhost", "mail", "onion", "private", "test",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Destination:
    """An address in its parts, each in one spelling: what was checked is what is asked."""

    scheme: str
    # Lower case, ASCII, without brackets and without the dot at the end.
    host: str
    port: int
    # With the query; never empty, never with a fragment.
    target: str

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == STANDARD_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.target}"


@functools.lru_cache(maxsize=10_000)
def read_address(
    address: str,
    *,
    schemes: tuple[str, ...] = ("http", "https"),
    ports: tuple[int, ...] | None = (80, 443),
    own: tuple[str, ...] = (),
) -> Destination:
    """The parts of an address that may be asked; a Refusal says why not. Any port where ``ports`` is None.

    ``own`` are names that may be asked although nobody outside has them, with all below them.
    """
    if len(address) > _LENGTH:
        raise Refusal("address is too long", what=f"{address[:60]}…")
    if not address.isprintable() or " " in address or "\\" in address:
        raise Refusal(f"{address!r}: not an address", what=ascii(address[:60]))
    try:
        parts = urlsplit(address)
        given, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refusal(f"{address}: {error}", what=address) from error
    if parts.scheme not in schemes:
        raise Refusal(f"{address}: only {' or '.join(f'{scheme}://' for scheme in schemes)} is asked", what=address)
    if "@" in parts.netloc:
        raise Refusal(f"{address}: names a user", what=parts.netloc)
    port = STANDARD_PORTS[parts.scheme] if port is None else port
    if ports is not None and port not in ports:
        raise Refusal(f"{address}: port {port} is not asked", what=parts.netloc)
    host = _host(given, is_bracketed=parts.netloc.startswith("["), own=own)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _PLAIN.fullmatch(target):
        target = quote(target, safe=_SAFE)
    return Destination(parts.scheme, host, port, target)


def _host(given: str, *, is_bracketed: bool, own: tuple[str, ...]) -> str:
    if is_bracketed or ":" in given:
        try:
            literal = ipaddress.IPv6Address(given)
        except ValueError as error:
            raise Refusal(f"{given}: not a host", what=given) from error
        if literal.scope_id or not is_public(given):
            raise Refusal(f"{given} is not on the public internet", what=given)
        return literal.compressed
    host = _ascii(given).removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refusal(f"{given}: not a host", what=given)
    if _NUMBER.fullmatch(labels[-1]):
        try:
            is_near = not is_public(str(ipaddress.IPv4Address(host)))
        except ValueError as error:
            raise Refusal(f"{given}: an address in an odd spelling", what=given) from error
        if is_near:
            raise Refusal(f"{given} is not on the public internet", what=given)
        return host
    if (len(labels) == 1 or _is_below(host, _NOT_OUTSIDE)) and not _is_below(host, own):
        raise Refusal(f"{given} is not a name of the public internet", what=given)
    return host


def _ascii(host: str) -> str:
    folded = unicodedata.normalize("NFKC", host).lower()
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode()
    except UnicodeError as error:
        raise Refusal(f"{host}: not a host", what=host) from error


def _is_below(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def is_public(address: str) -> bool:
    """Whether anybody on the internet could reach it; addresses of IPv4 inside IPv6 are looked at as what they carry."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        carried = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            carried = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if carried is None:
            return found in _UNICAST_6 and found.is_global and not any(found in net for net in _NOT_PUBLIC_6)
        found = carried
    return found.is_global and not found.is_multicast and not any(found in net for net in _NOT_PUBLIC_4)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
# Teredo, and documentation that Python 3.11 takes for the internet.
_NOT_PUBLIC_6 = [ipaddress.IPv6Network(net) for net in ("2001::/32", "3fff::/20")]
# Protocol assignments (a metadata service among them), 6to4 relays, and what answers virtual machines of one provider.
_NOT_PUBLIC_4 = [ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
