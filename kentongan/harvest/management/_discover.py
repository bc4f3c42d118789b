"""``kentongan harvest discover URL``: how a channel is best read, and what was looked at."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, NoReturn

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.command_line import HouseCommand
from kentongan.harvest.actions.feeds import LOOK_PATIENCE
from kentongan.harvest.crew import visit_once
from kentongan.harvest.enums import Found, Trouble, Way
from kentongan.harvest.management._parse import parsed_as_json
from kentongan.harvest.rules.errands import Errand, Round
from kentongan.harvest.rules.links import server_of
from kentongan.harvest.rules.shapes import Discovery, Failed
from kentongan.registry.enums import ChannelKind

HELP = gettext_lazy("cari umpan, peta situs, atau kabar bertanggal di satu alamat, paling lama setengah menit")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help=_("alamat kanal"))
    parser.add_argument("--kind", choices=ChannelKind.values, default="website", help=_("jenis kanal; bawaan: website"))
    parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))


def run(command: HouseCommand, *, url: str, kind: str, json: bool, **_options: Any) -> None:
    """The same try as on the page of a channel: robots.txt is obeyed, and it ends after ``LOOK_PATIENCE`` seconds."""
    if "://" not in url:
        url = f"https://{url}"
    errand = Errand(feed=0, channel_url=url, kind=kind, searches=True)
    visit = visit_once(Round(server_of(url), (errand,)), now=timezone.now, patience=LOOK_PATIENCE)
    if visit.failed:
        _refuse(command, visit.failed, url, json=json)
    elif visit.discovery and json:
        command.print_json(_as_json(visit.discovery))
    elif visit.discovery:
        _tell(command, visit.discovery, url)


def _refuse(command: HouseCommand, failed: Failed, url: str, *, json: bool) -> NoReturn:
    """What was looked at so far, and why it ended."""
    if json:
        command.print_json({"error": failed.as_json(), "why": list(failed.why)})
    else:
        _tell_why(command, failed.why)
    # Of an address that is refused, what was typed says more than the part that was refused first.
    detail = url if failed.trouble == Trouble.ADDRESS else failed.detail or url
    raise CommandError(f"{Trouble(failed.trouble).label}: {detail}") from failed


def _tell(command: HouseCommand, found: Discovery, url: str) -> None:
    command.stdout.write(f"{Way(found.way).label}: {found.address or url}")
    _tell_why(command, found.why)
    for entry in found.parsed.entries[:10] if found.parsed else ():
        day = timezone.localtime(entry.published).date().isoformat() if entry.published else "?"
        command.stdout.write(f"  {day:<10}  {entry.title or entry.link}")


def _tell_why(command: HouseCommand, why: Iterable[dict[str, str]]) -> None:
    for note in why:
        said = Trouble(note["trouble"]).label if "trouble" in note else note.get("entries", "")
        command.stdout.write(f"  {Found(note['found']).label}: {note['address']} {said}".rstrip())


def _as_json(found: Discovery) -> dict[str, Any]:
    parsed = parsed_as_json(found.parsed) if found.parsed else None
    return {"way": found.way.value, "address": found.address, "why": list(found.why), "parsed": parsed}
