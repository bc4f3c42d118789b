"""A server that behaves as badly as it is told to, and a channel that is well."""

from collections.abc import Iterator

import pytest

from kentongan.harvest.models import Feed
from tests.conftest import Cast
from tests.harvest.hostile import Hostile, running
from tests.harvest.rows import make_feed


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with running() as hostile:
        yield hostile


@pytest.fixture
def site(server: Hostile, settings) -> Hostile:
    """The server, with nothing on it, as the only stage."""
    server.answers.clear()
    server.asked.clear()
    server.busiest.clear()
    settings.HARVEST_STAGE = server.stage
    return server


@pytest.fixture
def feed(cast: Cast) -> Feed:
    return make_feed(cast.kayutangan)
