"""Draw the demo's pictures: small SVGs in the batik colours of the design, and the WebP files that the demo loads as photos.

    .venv/bin/python tools/pictures            draw all and render all
    .venv/bin/python tools/pictures sawah      only this one

People are capsules without faces, windows are slits, hills have contour lines, the sun has arcs. Rendering needs the browser of the
journeys.
"""

import io
import sys
from pathlib import Path

import surroundings
import villages
import wares

FOLDER = Path(__file__).parents[2] / "kentongan" / "demo" / "pictures"
SCENE, WARE = (640, 400), (400, 400)
# What is drawn, by the name of its file, with its size.
PICTURES = {
    draw.__name__.replace("_", "-"): (draw, size)
    for size, drawings in ((SCENE, villages.ALL + surroundings.ALL), (WARE, wares.ALL))
    for draw in drawings
}


def drawing(name: str) -> str:
    """The whole SVG of one picture."""
    draw, (w, h) = PICTURES[name]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">{draw()}</svg>\n'


def render(names: list[str]) -> None:
    """Twice as large as drawn, as WebP."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(**_browser())
        for name in names:
            w, h = PICTURES[name][1]
            page = browser.new_page(viewport={"width": w, "height": h}, device_scale_factor=2)
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing(name)}")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.save(FOLDER / f"{name}.webp", "WEBP", quality=74, method=6)
            page.close()
        browser.close()


def _browser() -> dict:
    """The system's browser where there is one, else the one of the journeys."""
    system = Path("/usr/bin/chromium")
    return {"executable_path": str(system), "args": ["--no-sandbox"]} if system.exists() else {}


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(PICTURES)
    for one in wanted:
        (FOLDER / f"{one}.svg").write_text(drawing(one))
    render(wanted)
