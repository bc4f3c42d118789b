"""``kentongan harvest parse FILE``: the entries in a file, or why there are none."""

import dataclasses
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.core.command_line import USAGE, HouseCommand
from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.safely import parse_safely
from kentongan.harvest.rules.shapes import Failed, Parsed

HELP = gettext_lazy("baca satu berkas seperti jawaban situs")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("berkas; - untuk masukan standar"))
    parser.add_argument("--content-type", default="", metavar="T", help=_("jenis isi menurut situs"))
    parser.add_argument("--url", default="", metavar="U", help=_("alamat asalnya, untuk tautan yang tidak lengkap"))
    parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))


def run(command: HouseCommand, *, file: str, content_type: str, url: str, json: bool, **_options: Any) -> None:
    body = body_of(file)
    try:
        parsed = parse_safely(body, content_type=content_type, address=url, now=timezone.now())
    except Failed as failed:
        if json:
            command.print_json({"error": failed.as_json()})
        else:
            command.stdout.write(f"{Trouble(failed.trouble).label} {failed.detail}".rstrip())
        return
    if json:
        command.print_json(parsed_as_json(parsed))
        return
    for entry in parsed.entries:
        day = timezone.localtime(entry.published).date().isoformat() if entry.published else "?"
        command.stdout.write(f"{day:<10}  {entry.title or entry.text[:60]}  {entry.link}")
    number = len(parsed.entries)
    command.stdout.write(ngettext("%(number)d kabar.", "%(number)d kabar.", number) % {"number": number})
    for remark in parsed.remarks:
        command.stdout.write(f"  {remark}")


def parsed_as_json(parsed: Parsed) -> dict[str, Any]:
    """All of it, dates as ISO 8601."""
    facts = dataclasses.asdict(parsed)
    for entry in facts["entries"]:
        entry["published"] = entry["published"].isoformat() if entry["published"] else None
    return facts


def body_of(file: str) -> bytes:
    """What a file holds, or standard input for "-"."""
    if file == "-" and sys.stdin is None:
        raise CommandError(_("Masukan standar tertutup."), returncode=USAGE)
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}", returncode=USAGE) from error
