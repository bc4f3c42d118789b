"""Several processes harvest at once, and one of them is killed. Each is a real process with connections of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from tests.harvest.little_sites import SUFFIX, Sites, rss, serving
from tests.harvest.test_running import news

ROOT = Path(__file__).resolve().parents[2]
BEGIN = """
import datetime as dt, json, sys
import django
django.setup()
from django.conf import settings
settings.HARVEST_STAGE = {"%s": ("127.0.0.1", int(sys.argv[1]))}
from kentongan.harvest.actions import leases, running
from kentongan.harvest.models import Entry, Feed, Host
from kentongan.evidence.models import Evidence
leases.LEASE = dt.timedelta(seconds=4)
"""
PREPARE = """
from tests.conftest import make_areas, make_group
from kentongan.harvest.actions.feeds import make_feeds
from kentongan.registry.models import Channel
group = make_group(make_areas()["35.73.02.1007"], "KIM Kayutangan", dt.date(2014, 6, 1))
for n in range(int(sys.argv[2])):
    Channel.objects.create(group=group, kind="website", url=f"https://situs-{n}.%s/")
make_feeds()
for feed in Feed.objects.select_related("channel"):
    feed.way, feed.address = "feed", feed.channel.url + "feed/"
    feed.save()
"""
RUN = "print(json.dumps(running.run().visited))"
COUNT = """
print(json.dumps({
    "entries": Entry.objects.count(), "evidence": Evidence.objects.count(), "well": Feed.objects.filter(found_at__isnull=False).count(),
    "leased": Host.objects.exclude(leased_until=None).count(),
}))
"""


class Processes:
    """``start(code)`` begins a process, ``do(code)`` waits for its answer."""

    def __init__(self, port: int, environment: dict[str, str]) -> None:
        self.port, self.environment = port, environment

    def start(self, code: str, *arguments: object) -> subprocess.Popen:
        code = (BEGIN + code).replace("%s", SUFFIX)
        command = [sys.executable, "-c", code, str(self.port), *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def do(self, code: str, *arguments: object) -> object:
        return answer_of(self.start(code, *arguments))


def answer_of(process: subprocess.Popen) -> object:
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 0, complained
    return json.loads(said or "null")


@pytest.fixture
def sites():
    with serving() as (sites, stage):
        sites.port = stage[SUFFIX][1]
        yield sites


@pytest.fixture
def processes(sites: Sites, transactional_db: None, tmp_path: Path) -> Processes:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    if connection.vendor == "postgresql":
        before, _, query = os.environ["DATABASE_URL"].partition("?")
        server = before.rpartition("/")[0]
        environment["DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}?{query}".rstrip("?")
    else:
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/panen.sqlite3"
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True, timeout=300
        )
    return Processes(sites.port, environment)


@pytest.mark.slow
def test_no_feed_has_two_visitors_however_many_work(sites: Sites, processes: Processes) -> None:
    for n in range(40):
        sites.put(f"situs-{n}.{SUFFIX}", "/feed/", rss(*news(f"situs-{n}")), delay=0.05)
    processes.do(PREPARE, 40)
    workers = [processes.start(RUN) for _worker in range(3)]
    assert sum(answer_of(worker) for worker in workers) == 40
    asked = {host: times for (host, path), times in sites.asked.items() if path == "/feed/"}
    assert set(asked.values()) == {1}
    assert set(sites.most_at.values()) == {1}
    assert processes.do(COUNT) == {"entries": 120, "evidence": 120, "well": 40, "leased": 0}


@pytest.mark.slow
def test_the_feeds_of_a_killed_worker_are_taken_over(sites: Sites, processes: Processes) -> None:
    for n in range(12):
        sites.put(f"situs-{n}.{SUFFIX}", "/feed/", rss(*news(f"situs-{n}")), delay=0 if n < 4 else 3)
    processes.do(PREPARE, 12)
    worker = processes.start(RUN)
    wait_until(lambda: sum(path == "/feed/" for _host, path in sites.asked) == 12)
    worker.kill()
    worker.communicate(timeout=30)
    killed_at = time.monotonic()
    left = processes.do(COUNT)
    assert left["leased"] >= 8
    for n in range(12):
        sites.pages[f"situs-{n}.{SUFFIX}", "/feed/"].delay = 0
    time.sleep(max(0, 4.5 - (time.monotonic() - killed_at)))
    processes.do(RUN)
    assert processes.do(COUNT) == {"entries": 36, "evidence": 36, "well": 12, "leased": 0}


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)
