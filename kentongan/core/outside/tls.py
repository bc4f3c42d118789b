"""How certificates are checked."""

import functools
import ssl


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Checks certificates as browsers do. Reading all those that are trusted takes a while, so it is done once."""
    return ssl.create_default_context()
