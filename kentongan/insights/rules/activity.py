"""What activity means in the control room: active groups of those formed, and how a network spreads over its tiers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kentongan.assessment.rules.document import Document, Window


@dataclass(frozen=True, slots=True)
class Activity:
    """Groups of an area, how many of them are active, and how many no instrument judges."""

    groups: int = 0
    active: int = 0
    unjudged: int = 0

    def __add__(self, other: "Activity") -> "Activity":
        return Activity(self.groups + other.groups, self.active + other.active, self.unjudged + other.unjudged)

    @property
    def judged(self) -> int:
        return self.groups - self.unjudged

    @property
    def asleep(self) -> int:
        return self.judged - self.active

    @property
    def share(self) -> float:
        """Active groups as a share of those judged, 0 where there are none."""
        return self.active / self.judged if self.judged else 0.0


@dataclass(frozen=True, slots=True)
class TierShare:
    """The groups of a tier, and how many of them are active where that is judged, too. The name is "" where no tier fits."""

    name: str
    text: str
    groups: int
    active: int | None = None
    is_first: bool = False
    is_last: bool = False


# Places with fewer groups are not compared with larger ones.
FEW = 3

# Shares that have a word of their own, in thousandths: three quarters, two thirds, half, a third.
THREE_QUARTERS, TWO_THIRDS, HALF, THIRD = FRACTIONS = (750, 667, 500, 333)
# A share this near a fraction is called it; one a little farther off is nearly it, or more than it.
SAME, NEAR = 15, 40


def fraction_of(part: int, whole: int) -> tuple[int, int] | None:
    """The fraction a share is near to, and -1 where it is nearly that, 0 where it is, 1 where it is more."""
    thousandths = 1000 * part // whole
    nearest = min(FRACTIONS, key=lambda one: abs(thousandths - one))
    off = thousandths - nearest
    if abs(off) > NEAR:
        return None
    return nearest, 0 if abs(off) <= SAME else (1 if off > 0 else -1)


def largest(tiers: Sequence[TierShare]) -> TierShare | None:
    """The tier that holds most groups; the lower one where two hold as many. None where all are empty."""
    filled = [tier for tier in tiers if tier.groups]
    return max(reversed(filled), key=lambda tier: tier.groups, default=None)


def common_window(documents: Iterable[Document]) -> Window | None:
    """How far back the instruments look, where all their indicators look back equally far."""
    windows = {one.window for document in documents for one in document.base if one.kinds or one.items}
    found = windows - {Window()}
    return found.pop() if len(windows) == 1 and found else None
