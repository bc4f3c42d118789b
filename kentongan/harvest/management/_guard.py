"""``kentongan harvest guard FILE``: what the hijack guard says of a page or a feed, and why."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.core.command_line import HouseCommand
from kentongan.harvest.guard.files import judge_file
from kentongan.harvest.management._parse import body_of
from kentongan.harvest.rules.reasons import sentence
from kentongan.harvest.rules.shapes import Seen, Verdict

HELP = gettext_lazy("nilai satu halaman atau umpan: dibajak atau tidak, dan apa yang terlihat")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("berkas; - untuk masukan standar"))
    parser.add_argument("--content-type", default="", metavar="T", help=_("jenis isi menurut situs"))
    parser.add_argument("--url", default="", metavar="U", help=_("alamat asalnya, untuk tautan yang tidak lengkap"))
    parser.add_argument(
        "--other", default="", metavar="FILE", help=_("halaman yang sama seperti didapat pengunjung lain")
    )
    parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))


def run(
    command: HouseCommand, *, file: str, content_type: str, url: str, other: str, json: bool, **_options: Any
) -> None:
    whole, entries, is_blank = judge_file(
        body_of(file),
        content_type=content_type,
        address=url,
        other=body_of(other) if other else b"",
        now=timezone.now(),
    )
    if json:
        listed = [{"title": seen.title, "link": seen.link, **_as_json(verdict)} for seen, verdict in entries]
        command.print_json({**_as_json(whole), "is_blank": is_blank, "entries": listed})
        return
    if is_blank:
        command.stdout.write(_("Tidak ada teks di sana, jadi tidak ada yang dapat dinilai."))
        return
    command.stdout.write(_word(whole))
    _write_reasons(command, whole)
    for seen, verdict in entries:
        if verdict.is_suspect:
            command.stdout.write(f"\n{_name(seen)}: {_word(verdict)}")
            _write_reasons(command, verdict)
    suspects = sum(verdict.is_suspect for _seen, verdict in entries)
    said = ngettext(
        "%(suspects)d dari %(number)d kabar mencurigakan.",
        "%(suspects)d dari %(number)d kabar mencurigakan.",
        len(entries),
    )
    command.stdout.write("\n" + said % {"suspects": suspects, "number": len(entries)})


def _as_json(verdict: Verdict) -> dict[str, Any]:
    reasons = [{**reason.as_json(), "sentence": sentence(reason.as_json())} for reason in verdict.reasons]
    return {"is_suspect": verdict.is_suspect, "score": verdict.score, "reasons": reasons}


def _word(verdict: Verdict) -> str:
    said = _("mencurigakan, %(score)d poin") if verdict.is_suspect else _("bersih, %(score)d poin")
    return said % {"score": verdict.score}


def _name(seen: Seen) -> str:
    return seen.title or seen.link or seen.text[:60]


def _write_reasons(command: HouseCommand, verdict: Verdict) -> None:
    for reason in verdict.reasons:
        command.stdout.write(f"  {reason.weight:>3}  {sentence(reason.as_json())}")
