"""The demo's harvest: the invented sites are really visited while the data are loaded, on three days of their past."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings

from kentongan.accounts.models import Office
from kentongan.demo import data
from kentongan.demo.sites.plan import DOMAIN, Site
from kentongan.demo.sites.server import LOOPBACK, serving
from kentongan.harvest.actions.feeds import make_feeds
from kentongan.harvest.actions.running import run
from kentongan.harvest.models import Feed, HarvestDesk

# The first visit to all; one to those that have changed in a way to tell of; and all again in the morning of the demo's day.
FIRST_AT = dt.datetime(2025, 8, 28, 20, 0, tzinfo=data.WIB)
BETWEEN_AT = dt.datetime(2025, 9, 17, 6, 0, tzinfo=data.WIB)
LAST_AT = dt.datetime(2025, 9, 25, 5, 30, tzinfo=data.WIB)


def harvest_sites(sites: Sequence[Site]) -> None:
    """Visit the channels as the worker would have, and leave what it would have found."""
    HarvestDesk.objects.bulk_create([HarvestDesk(office=office, on_portal=True) for office in Office.objects.all()])
    make_feeds()
    odd = [site.host for site in sites if site.manner or any(story.edited for story in site.stories)]
    moment = FIRST_AT
    with serving(sites, clock=lambda: moment) as server, _on_stage(server.port):
        run(all=True, now=moment)
        moment = BETWEEN_AT
        run(feeds=set(Feed.objects.filter(host__in=odd).values_list("pk", flat=True)), now=moment)
        moment = LAST_AT
        run(all=True, now=moment)


@contextmanager
def _on_stage(port: int) -> Iterator[None]:
    """The demo's names lead to this server meanwhile."""
    before = settings.HARVEST_STAGE
    settings.HARVEST_STAGE = {DOMAIN: (LOOPBACK, port)}
    try:
        yield
    finally:
        settings.HARVEST_STAGE = before
