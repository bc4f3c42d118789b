"""``kentongan harvest discover|parse|run|guard``: what the harvest finds and how it reads, one step at a time.

Exit codes: 0 done, also where a file turned out unreadable and that was said; 1 it cannot be; 2 wrong usage.
"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext_lazy

from kentongan.core.command_line import HouseCommand
from kentongan.harvest.management import _discover, _guard, _parse, _run

# Each has a line of help, what it takes, and what it does.
STEPS = {"discover": _discover, "parse": _parse, "run": _run, "guard": _guard}


class Command(HouseCommand):
    help = gettext_lazy("Memanen kabar KIM dari situs mereka, selangkah demi selangkah.")

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True, metavar="|".join(STEPS))
        for name, step in STEPS.items():
            step.add_arguments(steps.add_parser(name, help=step.HELP))

    def handle(self, *, step: str, **options: Any) -> None:
        STEPS[step].run(self, **options)
