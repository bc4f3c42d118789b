"""Every word of the closed lists has its sentence."""

import pytest

from kentongan.harvest.enums import EntryState, Found, Health, Reach, Trouble
from kentongan.harvest.rules.posts import Unfit
from kentongan.harvest.rules.words import (
    entry_reason,
    entry_tag,
    found_words,
    health_tag,
    reach_words,
    trouble_step,
    trouble_words,
    unfit_words,
)

KINDS = {"ok", "warn", "bad", "neutral", "off"}


def test_a_trouble_says_since_when() -> None:
    said = trouble_words(Trouble.FORBIDDEN, since="Selasa, 18 November 2025", detail="HTTP 403")
    assert said == "Situs menolak kami sejak Selasa, 18 November 2025 (HTTP 403)."
    assert trouble_words(Trouble.FORBIDDEN) == "Situs menolak kami."
    assert trouble_words(Trouble.GONE, detail="HTTP 404") == "Halaman di alamat ini tidak ada (HTTP 404)."
    assert trouble_words("", since="kemarin") == ""


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_step(trouble: Trouble) -> None:
    assert trouble_words(trouble).endswith(".")
    assert trouble_step(trouble).endswith(".")


@pytest.mark.parametrize("found", Found)
def test_every_way_has_its_why(found: Found) -> None:
    assert found_words(found).endswith(".")


def test_every_state_has_its_tag() -> None:
    assert {health_tag(health)[0] for health in Health} <= KINDS
    assert health_tag(Health.DEAD) == ("bad", "Mati")
    assert {entry_tag(state)[0] for state in EntryState} <= KINDS
    assert all(entry_reason(state).endswith(".") for state in EntryState)
    assert all(reach_words(reach) for reach in Reach)
    assert all(unfit_words(unfit, channel="A", owner="B").endswith(".") for unfit in Unfit)
