"""``kentongan harvest run``: visit what is due now, one channel, or all."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.command_line import HouseCommand
from kentongan.harvest.actions.feeds import make_feeds
from kentongan.harvest.actions.running import Result
from kentongan.harvest.actions.running import run as harvest
from kentongan.harvest.models import Feed

HELP = gettext_lazy("kunjungi kanal yang sudah waktunya, satu kanal, atau semuanya")


def add_arguments(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--channel", metavar="C", help=_("kode kanal, seperti di alamat halamannya"))
    which.add_argument("--all", action="store_true", help=_("semua kanal, juga yang belum waktunya"))
    parser.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))


def run(command: HouseCommand, *, channel: str | None, all: bool, json: bool, **_options: Any) -> None:
    make_feeds()
    feeds = None if channel is None else _feeds(channel)
    told = 0

    def tell(result: Result) -> None:
        nonlocal told
        if result.visited - told >= 100:
            told = result.visited
            command.stderr.write(_("  %(n)d dikunjungi") % {"n": told})

    result = harvest(feeds=feeds, all=all, progress=None if json else tell)
    if json:
        command.print_json(asdict(result))
    else:
        command.stdout.write(
            _(
                "%(visited)d kanal dikunjungi: %(fresh)d dengan kabar baru, %(quiet)d tanpa, %(troubled)d bermasalah. "
                "%(new)d kabar baru, %(changed)d disunting, %(held)d ditahan."
            )
            % asdict(result)
        )
    if feeds and not result.visited:
        raise CommandError(_("Kanal ini tidak dikunjungi: dijeda, sudah berakhir, atau dibaca dengan cara lain."))
    for feed in Feed.objects.filter(pk__in=feeds or []).exclude(trouble=""):
        raise CommandError(f"{feed.get_trouble_display()} {feed.trouble_detail}".rstrip())


def _feeds(code: str) -> list[int]:
    found = list(Feed.objects.filter(code=code).values_list("pk", flat=True))
    if not found:
        raise CommandError(_("Tidak ada kanal dengan kode “%(code)s”.") % {"code": code[:40]})
    return found
