"""The visitors' thread: whatever the network does, each errand ends."""

import asyncio

from kentongan.core.clock import now
from kentongan.harvest import crew
from kentongan.harvest.enums import Trouble
from kentongan.harvest.rules.errands import Errand, Round, RoundDone, Visit
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


def test_a_host_that_never_had_its_turn_is_not_in_trouble(monkeypatch) -> None:
    async def never(_address, **_options):
        await asyncio.Event().wait()

    monkeypatch.setattr(crew, "visit", never)
    monkeypatch.setattr(crew, "HOSTS", 1)
    monkeypatch.setattr(crew, "FAIR_CHANCE", 0)
    hosts = ["mekar.example", "turen.example"]
    with crew.Crew(now=now) as visitors:
        for at, host in enumerate(hosts):
            errand = Errand(at, f"https://{host}/", ChannelKind.WEBSITE, "feed", f"https://{host}/feed/")
            visitors.send(Round(host, (errand,), robots=""))
        # Who comes last finds that the others have begun.
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), visitors._loop).result()
        visitors.call_off()
        brought = [visitors.brought.get(timeout=5) for _thing in range(3)]
    assert [one.errand.feed for one in brought if isinstance(one, Visit)] == [0]
    assert sorted(one.host for one in brought if isinstance(one, RoundDone)) == hosts
