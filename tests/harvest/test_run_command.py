"""``kentongan harvest run``: what is due, one channel, or all."""

import json

import pytest
from django.core.management import CommandError, call_command

from kentongan.harvest.actions.feeds import pause
from kentongan.harvest.models import Feed
from kentongan.registry.models import Channel
from tests.harvest.little_sites import SUFFIX, rss, serving
from tests.harvest.test_running import known_feed, news


@pytest.fixture
def sites(settings):
    with serving() as (sites, stage):
        settings.HARVEST_STAGE = stage
        yield sites


def test_what_is_due_is_visited_also_channels_nobody_prepared(cast, sites, capsys) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    Channel.objects.create(group=cast.kayutangan, kind="website", url=f"https://mekar.{SUFFIX}/")
    call_command("harvest", "run")
    assert "1 kanal dikunjungi: 1 dengan kabar baru" in capsys.readouterr().out
    call_command("harvest", "run", "--json")
    assert json.loads(capsys.readouterr().out)["visited"] == 0
    call_command("harvest", "run", "--all", "--json")
    assert json.loads(capsys.readouterr().out)["quiet"] == 1


def test_one_channel_says_what_went_wrong(cast, sites, capsys) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    feed, other = known_feed(cast.kayutangan, "tiada"), known_feed(cast.kayutangan, "mekar")
    with pytest.raises(CommandError, match="HTTP 404"):
        call_command("harvest", "run", "--channel", feed.code)
    capsys.readouterr()
    with pytest.raises(CommandError, match="HTTP 404"):
        call_command("harvest", "run", "--channel", feed.code, "--json")
    assert json.loads(capsys.readouterr().out)["troubled"] == 1
    other.refresh_from_db()
    assert other.tried_at is None
    call_command("harvest", "run", "--channel", other.code)
    pause(feed=other, by=None)
    with pytest.raises(CommandError, match="tidak dikunjungi"):
        call_command("harvest", "run", "--channel", other.code)
    for code in ("tidakada", ""):
        with pytest.raises(CommandError, match="Tidak ada kanal"):
            call_command("harvest", "run", "--channel", code)
    assert Feed.objects.count() == 2


def test_progress_goes_beside_the_answer(cast, sites, capsys) -> None:
    for n in range(101):
        known_feed(cast.kayutangan, f"situs-{n}")
    call_command("harvest", "run")
    said = capsys.readouterr()
    assert "dikunjungi" in said.err
    assert said.out.startswith("101 kanal dikunjungi")
