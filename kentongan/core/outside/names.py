"""Which addresses a name stands for now, all of them checked."""

import socket
from collections.abc import Callable

from kentongan.core.outside.addresses import is_public
from kentongan.core.outside.errors import OutsideError, Refusal

# Host and port to addresses, as the system resolves them.
Lookup = Callable[[str, int], list[str]]


def system_lookup(host: str, port: int) -> list[str]:
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def addresses_of(host: str, port: int, *, lookup: Lookup | None = None) -> list[str]:
    """The addresses the name stands for now; a Refusal when one of them lies in a private network or on this machine."""
    try:
        found = (lookup or system_lookup)(host, port)
    except (OSError, UnicodeError) as error:
        raise OutsideError(f"{host}: no address ({error})") from error
    if not found:
        raise OutsideError(f"{host}: no address")
    return [checked(address, host) for address in dict.fromkeys(found)]


def checked(address: str, host: str) -> str:
    if not is_public(address):
        raise Refusal(f"{host}: {address} is not on the public internet")
    return address
