"""What may go wrong outside, in two kinds."""


class OutsideError(Exception):
    """The other side did not do what was asked; trying again may help."""

    permanent = False


class Refusal(OutsideError):
    """The other side, or we, will not do it however often it is tried."""

    permanent = True
