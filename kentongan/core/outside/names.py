"""Which addresses a name stands for now, all of them checked."""

import socket

from kentongan.core.outside.addresses import is_public
from kentongan.core.outside.errors import OutsideError, Refusal


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses the name stands for now; a Refusal when one of them lies in a private network or on this machine."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutsideError(f"{host}: no address ({error})", what=host) from error
    return [checked(address, host) for address in dict.fromkeys(str(row[4][0]) for row in rows)]


def checked(address: str, host: str) -> str:
    """The address as it is; a Refusal where it is none of the public internet."""
    if not is_public(address):
        raise Refusal(f"{host}: {address} is not on the public internet", what=address)
    return address
