"""What the commands share: how help is laid out, how scripts are answered, and how a day is read."""

import argparse
import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from kentongan.core.clock import read_as_of, today

# Exit code for what was written wrongly; 1 says that the work itself was not done.
USAGE = 2


class HouseCommand(BaseCommand):
    """A command whose help names the options in the order they are written, without Django's own before them."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", argparse.HelpFormatter)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def print_json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def day_asked(text: str, otherwise: dt.date | None = None) -> dt.date:
    """The day written as YYYY-MM-DD; ``otherwise``, or today, where nothing is written."""
    if not text:
        return otherwise or today()
    try:
        return read_as_of(text)
    except ValueError as error:
        sentence = _("Tanggal “%(text)s” tidak terbaca. Tulis tahun-bulan-hari, misalnya 2023-06-15.")
        raise CommandError(sentence % {"text": text}, returncode=USAGE) from error
