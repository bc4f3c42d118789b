"""The visitors' thread: whatever the network does, each errand ends."""

import asyncio

from kentongan.core.clock import now
from kentongan.harvest import crew
from kentongan.harvest.enums import Trouble
from kentongan.harvest.rules.errands import Errand, Round, Visit
from kentongan.registry.enums import ChannelKind


def test_looking_for_a_way_ends_though_an_answer_never_comes(monkeypatch) -> None:
    async def never(_address, **_options):
        await asyncio.Event().wait()

    monkeypatch.setattr(crew, "visit", never)
    monkeypatch.setattr(crew, "SEARCH_PATIENCE", 0.2)
    errand = Errand(feed=1, channel_url="https://mekar.example/", kind=ChannelKind.WEBSITE, searches=True)
    with crew.Crew(now=now) as visitors:
        visitors.send(Round("mekar.example", (errand,), robots=""))
        brought = visitors.brought.get(timeout=5)
    assert isinstance(brought, Visit)
    assert brought.failed.trouble == Trouble.TIMEOUT
