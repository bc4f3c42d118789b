"""The demo's network, loaded once for all tests of a file; each test's own changes are rolled back, and so is the network."""

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def _network(django_db_setup, django_db_blocker):
    from kentongan.demo.actions import load_demo

    # Rolled back, not deleted: what was signed in it cannot be.
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo()
        transaction.set_rollback(True)


@pytest.fixture
def network(_network, db):
    """What the first run wrote."""
    return _network
