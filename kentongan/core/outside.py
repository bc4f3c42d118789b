"""Asking a server of the outside world, carefully: its name is resolved once, checked, and exactly that address is connected to."""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

from kentongan import __version__

AGENT = f"Kentongan/{__version__}"
PATIENCE = 10.0


class OutsideError(Exception):
    """The other side did not do what was asked; trying again may help."""

    permanent = False


class Refusal(OutsideError):
    """The other side, or we, will not do it however often it is tried."""

    permanent = True


def post_form(address: str, body: bytes, *, patience: float = PATIENCE) -> int:
    """Send a form to an https address on the public internet; the status of the answer. Redirects are not followed."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise Refusal(f"{address}: only https:// is asked")
    port = parts.port or 443
    connection = _Checked(parts.hostname, port, public_address(parts.hostname, port), patience)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
    try:
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise OutsideError(f"{address}: {error}") from error
    finally:
        connection.close()


def public_address(host: str, port: int) -> str:
    """The address the name stands for now; a Refusal when one of them lies in a private network or on this machine."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise OutsideError(f"{host}: no address ({error})") from error
    for address in found:
        if not is_public(address):
            raise Refusal(f"{host}: {address} is not on the public internet")
    return found[0]


def is_public(address: str) -> bool:
    """Whether anybody on the internet could reach it; addresses of IPv4 inside IPv6 are looked at as what they carry."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        carried = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            carried = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if carried is not None:
            found = carried
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class _Checked(http.client.HTTPSConnection):
    """Speaks to the host under its name and connects to the address that was checked."""

    def __init__(self, host: str, port: int, address: str, patience: float) -> None:
        self.__context = tls_context()
        super().__init__(host, port, timeout=patience, context=self.__context)
        self.__address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.__address, self.port), self.timeout)
        try:
            self.sock = self.__context.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def tls_context() -> ssl.SSLContext:
    """Checks certificates as browsers do."""
    return ssl.create_default_context()
