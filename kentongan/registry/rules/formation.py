"""How far a village is on its way to a KIM."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kentongan.registry.enums import Step

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True, slots=True)
class DoneStep:
    step: str
    done_on: dt.date
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: done, the one to do now, or a later one."""

    number: int
    step: Step
    state: str
    done_on: dt.date | None = None
    fact: str = ""


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """Two steps whose dates contradict their order: ``later`` was done before ``earlier``."""

    earlier: Step
    earlier_on: dt.date
    later: Step
    later_on: dt.date


@dataclass(frozen=True, slots=True)
class Progress:
    rungs: tuple[Rung, ...]
    out_of_order: tuple[OutOfOrder, ...]

    @property
    def done(self) -> int:
        return sum(rung.state == DONE for rung in self.rungs)

    @property
    def total(self) -> int:
        return len(self.rungs)

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def now(self) -> Rung | None:
        """The step to note next; None when all are done."""
        return next((rung for rung in self.rungs if rung.state == NOW), None)

    @property
    def latest(self) -> Rung | None:
        """The step done last, by its day and then by its place."""
        done = [rung for rung in self.rungs if rung.done_on]
        return max(done, key=lambda rung: (rung.done_on, rung.number), default=None)


def formation_progress(steps: Iterable[DoneStep], as_of: dt.date) -> Progress:
    """The ladder on ``as_of``: steps done by then, the first one missing is now, the rest come next."""
    done = {step.step: step for step in steps if step.done_on <= as_of}
    rungs: list[Rung] = []
    is_now_taken = False
    for number, step in enumerate(Step, start=1):
        if step in done:
            rungs.append(Rung(number, step, DONE, done[step].done_on, done[step].fact))
        else:
            rungs.append(Rung(number, step, NEXT if is_now_taken else NOW))
            is_now_taken = True
    return Progress(tuple(rungs), _out_of_order(rungs))


def _out_of_order(rungs: list[Rung]) -> tuple[OutOfOrder, ...]:
    dated = [(rung.step, rung.done_on) for rung in rungs if rung.done_on]
    return tuple(
        OutOfOrder(earlier, earlier_on, later, later_on)
        for (earlier, earlier_on), (later, later_on) in pairwise(dated)
        if later_on < earlier_on
    )
