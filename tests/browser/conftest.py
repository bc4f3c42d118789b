"""The demo as people meet it: a running site, its doors, and pictures for the guide.

With KENTONGAN_PICTURES=1 the journeys renew docs/pictures; otherwise they take none.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = {1440: 900, 390: 844}
COLOURS = 96


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of a site with the demo's data, where anyone may enter as one of its people."""
    from kentongan.demo.actions import load_demo

    settings.DEMO = True
    load_demo()
    return live_server.url


@pytest.fixture
def enter(page, site) -> Callable[[str], None]:
    """``enter("demo-kota")``: through the door on the sign-in page."""

    def through_door(person: str) -> None:
        page.goto(f"{site}/masuk/")
        page.locator(f'button[name="orang"][value="{person}"]').click()
        page.wait_for_url(lambda url: "/masuk/" not in url)

    return through_door


@pytest.fixture(autouse=True)
def complaints(page) -> list[str]:
    """What the browser complains of: blocked or broken scripts. No journey may cause any."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda line: heard.append(line.text) if "Content Security Policy" in line.text else None)
    yield heard
    assert heard == []


@pytest.fixture
def picture(page) -> Callable[[str], None]:
    """``picture("masuk")`` keeps what is on the screen, wide and narrow, when pictures are asked for."""

    def keep(name: str) -> None:
        if not os.environ.get("KENTONGAN_PICTURES"):
            return
        before = page.viewport_size
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("window.scrollTo(0, 0)")
            _save(page.screenshot(animations="disabled"), PICTURES / f"{name}-{width}.png")
        page.set_viewport_size(before)

    return keep


def _save(screenshot: bytes, path: Path) -> None:
    """Few colours are enough for paper and ink, and keep the repository small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(screenshot)) as shot:
        shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
