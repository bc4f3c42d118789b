"""The outside world and the one guard before it: an address is read, its name resolved once, every address it stands for
checked, and exactly one of those connected to."""

from kentongan.core.outside.addresses import Destination, is_public, read_address
from kentongan.core.outside.errors import OutsideError, Refusal
from kentongan.core.outside.forms import post_form
from kentongan.core.outside.names import addresses_of

__all__ = [
    "Destination",
    "OutsideError",
    "Refusal",
    "addresses_of",
    "is_public",
    "post_form",
    "read_address",
]
