"""The demo's network, loaded once for all tests of a file; each test's own changes are rolled back."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="module")
def _network(django_db_setup, django_db_blocker):
    from kentongan.demo.actions import load_demo

    with django_db_blocker.unblock():
        loaded = load_demo()
        yield loaded
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def network(_network, db):
    """What the first run wrote."""
    return _network
