"""``kentongan harvest discover URL``: how a channel is best read, and what was looked at."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.command_line import HouseCommand
from kentongan.harvest.enums import Found, Trouble, Way
from kentongan.harvest.fetching import fetch_once
from kentongan.harvest.management._parse import parsed_as_json
from kentongan.harvest.parsing.discovery import discover
from kentongan.harvest.rules.shapes import Discovery, Failed
from kentongan.registry.enums import ChannelKind

HELP = gettext_lazy("cari umpan, peta situs, atau kabar bertanggal di satu alamat")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help=_("alamat kanal"))
    parser.add_argument("--kind", choices=ChannelKind.values, default="website", help=_("jenis kanal; bawaan: website"))
    parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))


def run(command: HouseCommand, *, url: str, kind: str, json: bool, **_options: Any) -> None:
    try:
        found = discover(url, fetch=fetch_once, now=timezone.now(), kind=ChannelKind(kind))
    except Failed as failed:
        if json:
            command.print_json({"error": failed.as_json()})
        raise CommandError(f"{Trouble(failed.trouble).label}: {failed.detail or url}") from failed
    if json:
        command.print_json(_as_json(found))
        return
    command.stdout.write(f"{Way(found.way).label}: {found.address or url}")
    for note in found.why:
        said = Trouble(note["trouble"]).label if "trouble" in note else note.get("entries", "")
        command.stdout.write(f"  {Found(note['found']).label}: {note['address']} {said}".rstrip())
    for entry in found.parsed.entries[:10] if found.parsed else ():
        day = timezone.localtime(entry.published).date().isoformat() if entry.published else "?"
        command.stdout.write(f"  {day:<10}  {entry.title or entry.link}")


def _as_json(found: Discovery) -> dict[str, Any]:
    parsed = parsed_as_json(found.parsed) if found.parsed else None
    return {"way": found.way.value, "address": found.address, "why": list(found.why), "parsed": parsed}
