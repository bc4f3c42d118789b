"""Every link and picture of the documents leads somewhere, and every picture is shown by a page."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_links_lead_somewhere(page):
    targets = [target for target in _LINK.findall(page.read_text()) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_pictures_are_shown_at_one_width_at_least():
    shown = set(re.findall(r"pictures/([\w-]+)-(?:1440|390)\.png", "".join(page.read_text() for page in PAGES)))
    kept = {path.stem.rpartition("-")[0] for path in (DOCS / "pictures").glob("*.png")}
    assert kept - shown == set()


def test_pictures_are_small():
    heavy = [path.name for path in (DOCS / "pictures").glob("*.png") if path.stat().st_size > 150_000]
    assert heavy == []
