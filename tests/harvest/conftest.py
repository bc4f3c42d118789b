"""A server that behaves as badly as it is told to."""

from collections.abc import Iterator

import pytest

from tests.harvest.hostile import Hostile, running


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
