"""Sending a form to a server of the outside world."""

import http.client
import socket

from kentongan import __version__
from kentongan.core.outside import names
from kentongan.core.outside.addresses import read_address
from kentongan.core.outside.errors import OutsideError
from kentongan.core.outside.tls import tls_context

AGENT = f"Kentongan/{__version__}"
PATIENCE = 10.0


def post_form(address: str, body: bytes, *, patience: float = PATIENCE) -> int:
    """Send a form to an https address on the public internet; the status of the answer. Redirects are not followed."""
    to = read_address(address, schemes=("https",), ports=None)
    connection = _Checked(to.host, to.port, names.addresses_of(to.host, to.port)[0], patience)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
    try:
        connection.request("POST", to.target, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise OutsideError(f"{address}: {error}") from error
    finally:
        connection.close()


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
