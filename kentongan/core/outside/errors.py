"""What may go wrong outside, in two kinds."""


class OutsideError(Exception):
    """The other side did not do what was asked; trying again may help. ``what`` is the bare thing it is about, for screens."""

    permanent = False

    def __init__(self, said: str, *, what: str = "") -> None:
        super().__init__(said)
        self.what = what


class Refusal(OutsideError):
    """The other side, or we, will not do it however often it is tried."""

    permanent = True
