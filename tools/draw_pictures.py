"""Draw the demo's pictures: small SVGs in the batik colours of the design, and the WebP files that the demo loads as photos.

    .venv/bin/python tools/draw_pictures.py            draw all and render all
    .venv/bin/python tools/draw_pictures.py sawah      only this one

Scenes are 640 x 400 (shown 16:10), wares 400 x 400. People are capsules without faces, windows are slits, hills have contour
lines, the sun has arcs. Rendering needs the browser of the journeys.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "kentongan" / "demo" / "pictures"

MORI0, MORI50, MORI100, MORI200, MORI300 = "#fffdf8", "#faf6ec", "#f3ecdd", "#e7dcc7", "#d3c4a8"
WEDEL950, WEDEL900, WEDEL800, WEDEL700, WEDEL600 = "#0f1930", "#172447", "#1e3163", "#27417e", "#38559a"
WEDEL500, WEDEL400, WEDEL300, WEDEL200, WEDEL100 = "#5874b4", "#839bcd", "#acbdde", "#cdd8eb", "#e4eaf4"
SOGAN900, SOGAN800, SOGAN700, SOGAN600, SOGAN400 = "#38220f", "#50311a", "#6d4524", "#885a31", "#b98d5c"
SOGAN300, SOGAN200, SOGAN100 = "#d6b88f", "#e9d8bb", "#f5ebda"
KUNIR500, KUNIR400, KUNIR200, KUNIR100 = "#d6920a", "#f0b233", "#f9e0a3", "#fdf1d0"
PANDAN800, PANDAN700, PANDAN600, PANDAN400, PANDAN200, PANDAN100 = (
    "#1b4a30", "#24613f", "#2f7a50", "#6db289", "#c3e2cd", "#e3f2e7",
)  # fmt: skip
BATA800, BATA700, BATA600, BATA400, BATA200, BATA100 = (
    "#75230f", "#96301a", "#b63f25", "#df8068", "#f3c8bb", "#fce9e3",
)  # fmt: skip
SKY = "#f6e4be"
CLOTHES = (BATA700, MORI100, WEDEL600, KUNIR400, PANDAN600, SOGAN600, WEDEL800, BATA600, SOGAN300)


# --- Strokes ----------------------------------------------------------------------------------------------


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, more: str = "") -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}"{f" rx={chr(34)}{r:g}{chr(34)}" if r else ""} fill="{fill}"{more}/>'


def circle(x: float, y: float, r: float, fill: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"/>'


def ring(x: float, y: float, r: float, stroke: str, w: float = 2) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="none" stroke="{stroke}" stroke-width="{w:g}"/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, turn: float = 0) -> str:
    turned = f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"{turned}/>'


def shape(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def line(d: str, stroke: str, w: float = 2, more: str = "") -> str:
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{w:g}" stroke-linecap="round" stroke-linejoin="round"{more}/>'


def dotted(y: float, stroke: str, w: float = 3, gap: float = 9, first: float = 0, last: float = 640) -> str:
    return line(f"M{first:g} {y:g}H{last:g}", stroke, w, f' stroke-dasharray="0 {gap:g}"')


def clipped(name: str, outline: str, inside: Iterable[str]) -> str:
    return f'<clipPath id="{name}">{outline}</clipPath><g clip-path="url(#{name})">{"".join(inside)}</g>'


# --- What scenes share ------------------------------------------------------------------------------------


def sky(colour: str = SKY) -> str:
    return rect(0, 0, 640, 400, colour)


def sun(x: float, y: float, r: float = 44, body: str = KUNIR400, arcs: str = "#e9c26e", rings: int = 4) -> str:
    return "".join(ring(x, y, r + 18 + 17 * n, arcs, 2) for n in range(rings)) + circle(x, y, r, body)


def hill(x: float, w: float, base: float, h: float, fill: str, sawut: str = "", lines: int = 4) -> str:
    """A rounded mountain with contour lines that follow its top."""

    def curve(k: float, up: float) -> str:
        left, right, top = x + w / 2 - w / 2 * k, x + w / 2 + w / 2 * k, base - h * up
        mid, lift = x + w / 2, (h * up) * 0.1
        return (
            f"M{left:.0f} {base:g}C{left + w * k * 0.2:.0f} {base:g} {mid - w * k * 0.2:.0f} {top - lift:.0f} {mid:.0f} {top - lift:.0f}"
            f"S{right - w * k * 0.2:.0f} {base:g} {right:.0f} {base:g}"
        )

    shown = shape(curve(1, 1) + "Z", fill)
    for n in range(1, lines + 1 if sawut else 0):
        shown += line(curve(1 - 0.13 * n, 1 - 0.14 * n), sawut, 1.6)
    return shown


def waves(
    y: float, h: float, fill: str, stroke: str, step: float = 16, amp: float = 5, x: float = 0, w: float = 640
) -> str:
    """Water or asphalt: a band with rows of waves."""
    shown, row, at = rect(x, y, w, h, fill), 0, y + 11
    while at < y + h - 3:
        count = int(w / (step * 2)) + 2
        start = x - (row % 2) * step
        shown += line(f"M{start:g} {at:g}" + f"q{step / 2:g} {-amp:g} {step:g} 0t{step:g} 0" * count, stroke, 1.5)
        row, at = row + 1, at + 14
    return shown


def person(x: float, feet: float, h: float = 52, cloth: str = BATA700, head: str = SOGAN900, arms: str = "") -> str:
    """A capsule with a head; ``arms`` is a path of sleeves in the cloth's colour, relative to the shoulder."""
    w, r = h * 0.29, h * 0.145
    body = rect(x - w / 2, feet - h * 0.74, w, h * 0.74, cloth, w / 2)
    sleeve = line(f"M{x:g} {feet - h * 0.6:g}{arms}", cloth, w * 0.42) if arms else ""
    return sleeve + body + circle(x, feet - h * 0.74 - r * 0.62, r, head)


def seated(x: float, floor: float, h: float = 40, cloth: str = WEDEL600, head: str = SOGAN900) -> str:
    w = h * 0.42
    return (
        rect(x - w / 2, floor - h * 0.72, w, h * 0.72, cloth, w / 2)
        + rect(x - w * 0.85, floor - h * 0.24, w * 1.7, h * 0.24, cloth, h * 0.12)
        + circle(x, floor - h * 0.83, h * 0.18, head)
    )


def slits(x: float, y: float, n: int, fill: str, w: float = 8, h: float = 32, gap: float = 16) -> str:
    return "".join(rect(x + gap * k, y, w, h, fill, w / 2) for k in range(n))


def house(
    x: float,
    base: float,
    w: float,
    h: float,
    wall: str,
    roof: str,
    windows: str = KUNIR100,
    kind: str = "gable",
    door: str = "",
) -> str:
    """Walls, a roof of the given kind, two or more slit windows, a rounded door."""
    top, over = base - h, w * 0.1
    shown = rect(x, top, w, h, wall)
    if kind == "gable":
        shown += shape(f"M{x - over:g} {top:g}L{x + w / 2:g} {top - w * 0.46:g}L{x + w + over:g} {top:g}Z", roof)
    elif kind == "limas":
        shown += shape(
            f"M{x - over:g} {top:g}L{x + w * 0.2:g} {top - h * 0.46:g}H{x + w * 0.8:g}L{x + w + over:g} {top:g}Z", roof
        )
        shown += line(
            f"M{x + w * 0.06:g} {top - h * 0.16:g}H{x + w * 0.94:g}M{x + w * 0.14:g} {top - h * 0.31:g}H{x + w * 0.86:g}",
            wall,
            1.3,
        )
    elif kind == "flat":
        shown += rect(x - over / 2, top - h * 0.09, w + over, h * 0.13, roof)
    dw = w * 0.2
    if door:
        shown += shape(
            f"M{x + w / 2 - dw / 2:g} {base:g}V{base - h * 0.42:g}a{dw / 2:g} {dw / 2:g} 0 0 1 {dw:g} 0V{base:g}Z", door
        )
        for k in (0.16, 0.3, 0.64, 0.78):
            shown += rect(x + w * k, top + h * 0.2, w * 0.07, h * 0.36, windows, w * 0.035)
    else:
        for k in (0.16, 0.37, 0.58, 0.79):
            shown += rect(x + w * k - w * 0.02, top + h * 0.22, w * 0.08, h * 0.42, windows, w * 0.04)
    return shown


def leaf_tree(
    x: float, base: float, h: float, leaf: str = PANDAN600, vein: str = PANDAN200, trunk: str = SOGAN700
) -> str:
    w = h * 0.24
    return (
        rect(x - h * 0.022, base - h * 0.4, h * 0.044, h * 0.4, trunk)
        + shape(
            f"M{x:g} {base - h:g}C{x + w * 1.25:g} {base - h * 0.72:g} {x + w:g} {base - h * 0.24:g} {x:g} {base - h * 0.2:g}"
            f"C{x - w:g} {base - h * 0.24:g} {x - w * 1.25:g} {base - h * 0.72:g} {x:g} {base - h:g}Z",
            leaf,
        )
        + rect(x - h * 0.018, base - h * 0.78, h * 0.036, h * 0.48, vein, h * 0.018)
    )


def pine(x: float, base: float, h: float, leaf: str = PANDAN700) -> str:
    w = h * 0.27
    return rect(x - h * 0.03, base - h * 0.18, h * 0.06, h * 0.18, SOGAN800) + "".join(
        shape(f"M{x - w * s:g} {base - h * b:g}L{x:g} {base - h * t:g}L{x + w * s:g} {base - h * b:g}Z", leaf)
        for s, b, t in ((1, 0.15, 0.6), (0.8, 0.4, 0.8), (0.58, 0.64, 1))
    )


def palm(x: float, base: float, h: float, lean: float = 14, leaf: str = PANDAN700) -> str:
    tx, ty = x + lean, base - h
    shown = line(f"M{x:g} {base:g}Q{x:g} {base - h * 0.5:g} {tx:g} {ty:g}", SOGAN700, h * 0.045)
    for dx, dy in ((-0.34, 0.1), (-0.28, -0.14), (0.04, -0.24), (0.3, -0.1), (0.34, 0.14)):
        shown += line(f"M{tx:g} {ty:g}q{h * dx * 0.5:g} {h * (dy - 0.16):g} {h * dx:g} {h * dy:g}", leaf, h * 0.05)
    return shown


def lamp(x: float, base: float, h: float = 92) -> str:
    return rect(x - 2, base - h, 4, h, SOGAN900) + circle(x, base - h, 8.5, SOGAN900) + circle(x, base - h, 6, KUNIR100)


def basket(x: float, base: float, w: float, heap: str, fruit: Callable[[float, float], str] | None = None) -> str:
    h = w * 0.5
    shown = oval(x, base - h, w * 0.46, w * 0.22, heap)
    if fruit:
        shown += "".join(
            fruit(x + w * dx, base - h - w * dy)
            for dx, dy in ((-0.26, 0.04), (0, 0.1), (0.26, 0.04), (-0.12, 0.16), (0.14, 0.16))
        )
    shown += shape(f"M{x - w / 2:g} {base - h:g}H{x + w / 2:g}L{x + w * 0.36:g} {base:g}H{x - w * 0.36:g}Z", SOGAN600)
    shown += line(
        f"M{x - w * 0.45:g} {base - h * 0.66:g}H{x + w * 0.45:g}M{x - w * 0.41:g} {base - h * 0.33:g}H{x + w * 0.41:g}",
        SOGAN300,
        1.6,
    )
    return shown


def table(x: float, top: float, w: float, h: float, fill: str = SOGAN700) -> str:
    return (
        rect(x, top, w, 9, fill, 3)
        + rect(x + w * 0.08, top + 8, 6, h, fill)
        + rect(x + w * 0.92 - 6, top + 8, 6, h, fill)
    )


def bunting(y: float, x: float = 0, w: float = 640, sag: float = 26, n: int = 14) -> str:
    shown = line(f"M{x:g} {y:g}Q{x + w / 2:g} {y + sag * 2:g} {x + w:g} {y:g}", SOGAN800, 1.6)
    for k in range(n):
        t = (k + 0.5) / n
        px, py = x + w * t, y + sag * 4 * t * (1 - t)
        shown += shape(f"M{px - 8:.0f} {py:.0f}h16l-8 17z", (BATA600, MORI0, WEDEL600, KUNIR400)[k % 4])
    return shown


# --- Scenes -----------------------------------------------------------------------------------------------


def jalan_lama() -> str:
    tower = shape("M322 270V172l10-52 10 52v98Z", WEDEL400) + shape("M364 270V172l10-52 10 52v98Z", WEDEL400)
    blue = (
        rect(146, 188, 116, 134, WEDEL800) + rect(166, 162, 78, 30, WEDEL800) + rect(186, 144, 38, 22, WEDEL800)
        + slits(166, 206, 5, KUNIR400, 6, 82, 17) + rect(196, 300, 22, 24, KUNIR400)
    )  # fmt: skip
    white = (
        shape("M276 322V224l54-58 54 58v98Z", MORI0) + line("M268 230l62-68 62 68", BATA700, 8) + circle(330, 214, 8, WEDEL700)
        + slits(297, 244, 4, WEDEL700, 8, 38, 19.5) + shape("M321 322v-30a10 10 0 0 1 20 0v30Z", BATA700)
    )  # fmt: skip
    red = house(390, 324, 100, 86, BATA600, BATA800, MORI0, "limas", BATA800)
    green = (
        shape("M528 206v-24a22 24 0 0 1 44 0v24Z", PANDAN600) + rect(506, 206, 140, 120, PANDAN700) + rect(500, 200, 146, 12, PANDAN800)
        + slits(520, 232, 6, KUNIR100, 9, 46, 20) + slits(541, 176, 2, KUNIR100, 6, 20, 13)
    )  # fmt: skip
    crowd = [
        person(352, 378, 50, MORI100), person(372, 380, 56, WEDEL600), person(392, 380, 42, KUNIR400),
        person(412, 379, 50, PANDAN600), person(432, 378, 54, SOGAN600), person(548, 378, 54, SOGAN300),
        person(572, 380, 58, BATA700), person(268, 380, 62, BATA700, arms="l24 -16l10 -12"),
    ]  # fmt: skip
    flag = line("M306 342V300", SOGAN800, 2.4) + shape("M306 300l17 7-17 8Z", KUNIR400)
    return "".join([
        sky(), sun(500, 122, 46), hill(36, 300, 330, 214, WEDEL300, MORI50, 5), hill(330, 260, 330, 120, WEDEL300), tower,
        house(14, 324, 112, 92, SOGAN600, SOGAN800, KUNIR100, "limas", SOGAN900), blue, white, red, green,
        rect(0, 322, 640, 32, SOGAN200), dotted(337, SOGAN400), waves(352, 48, WEDEL900, WEDEL600, 9, 7),
        lamp(138, 352), lamp(500, 352), flag, *crowd,
    ])  # fmt: skip


def kali_bersih() -> str:
    rubbish = rect(402, 330, 34, 40, SOGAN700, 6) + line("M404 342h30M404 354h30", SOGAN300, 2)
    bank_far = shape("M0 236Q150 196 320 222T640 206V340H0Z", PANDAN400) + line(
        "M40 240q90-28 190-16M390 226q90-14 180-8", PANDAN200, 2
    )
    river = shape("M246 222Q330 262 290 300T220 400H470Q450 330 408 298T306 222Z", WEDEL600)
    foam = line(
        "M280 250q14-5 28 0M286 288q22-7 44 0t40 0M262 330q22-7 44 0t44 0t44 0M256 368q22-7 44 0t44 0t44 0", WEDEL300, 2
    )
    near = shape("M0 300Q120 272 232 322T210 400H0Z", PANDAN600) + shape(
        "M640 282Q520 270 436 318T480 400H640Z", PANDAN600
    )
    return "".join([
        sky(WEDEL200), sun(96, 92, 34, arcs="#e3cf9b", rings=3), hill(300, 330, 240, 130, WEDEL300, MORI50),
        house(62, 224, 64, 46, BATA600, BATA800), house(148, 216, 52, 38, MORI0, SOGAN700, WEDEL700), house(484, 214, 70, 48, SOGAN600, SOGAN900),
        leaf_tree(30, 236, 74), leaf_tree(590, 222, 86), bank_far, river, foam, near,
        person(112, 372, 74, BATA700, arms="l30 6l34 26"), line("M120 306L214 372", SOGAN800, 4),
        person(168, 356, 66, KUNIR400, arms="l24 14l16 22"), person(66, 382, 70, WEDEL800),
        person(470, 356, 68, MORI100, arms="l-22 16l-20 8"), rubbish, person(528, 366, 74, SOGAN600, arms="l-26 18l-30 4"),
        person(578, 352, 64, WEDEL600), line("M20 346l14-10M26 392l16-10M604 376l14-8M556 392l14-6M190 392l10-8", PANDAN200, 3),
    ])  # fmt: skip


def posyandu_malam() -> str:
    hall = (
        rect(150, 196, 340, 150, SOGAN200) + shape("M118 198L202 124H438L522 198Z", BATA700) + line("M146 174H494M174 150H466", BATA400, 2)
        + slits(172, 220, 3, KUNIR400, 12, 62, 24) + slits(408, 220, 3, KUNIR400, 12, 62, 24)
        + shape("M276 346V262a44 44 0 0 1 88 0v84Z", KUNIR200)
    )  # fmt: skip
    scale = (
        line("M320 232V254M302 262q18 26 36 0Z", SOGAN800, 3)
        + oval(320, 266, 13, 7, MORI0)
        + circle(309, 262, 5, SOGAN900)
    )
    stars = "".join(
        circle(x, y, r, KUNIR100)
        for x, y, r in (
            (44, 60, 2),
            (98, 118, 3),
            (190, 44, 2),
            (262, 78, 2.4),
            (402, 52, 2),
            (600, 150, 2.4),
            (566, 232, 2),
            (30, 190, 2.4),
        )
    )
    return "".join([
        sky(WEDEL900), "".join(ring(530, 84, 46 + 18 * n, WEDEL700, 2) for n in range(4)), circle(530, 84, 30, KUNIR100), circle(543, 76, 27, WEDEL900),
        stars, hill(-40, 330, 346, 170, WEDEL800, WEDEL600), hill(360, 340, 346, 150, WEDEL800, WEDEL600),
        hall, bunting(206, 150, 340, 9, 11), scale, rect(0, 344, 640, 56, SOGAN800), dotted(362, SOGAN400, 3, 13), dotted(382, SOGAN400, 3, 13),
        lamp(96, 350, 130), lamp(548, 350, 130),
        person(290, 350, 66, PANDAN600, arms="l14 -22"), person(352, 350, 66, MORI0, arms="l-14 -20"),
        person(202, 384, 78, BATA600, arms="l16 12l12 -6"), oval(226, 336, 14, 9, KUNIR200, -20), circle(216, 330, 6, SOGAN900),
        person(156, 380, 74, WEDEL500), person(436, 386, 80, KUNIR400, arms="l-14 12l-12 -6"), oval(413, 338, 14, 9, MORI0, 20), circle(423, 332, 6, SOGAN900),
        person(484, 380, 42, BATA400), person(516, 384, 72, SOGAN300),
    ])  # fmt: skip


def musyawarah() -> str:
    roof = shape("M0 150L120 96H200L262 34H378L440 96H520L640 150Z", BATA700) + line(
        "M92 116H548M226 72H414M58 134H582", BATA400, 2
    )
    pillars = "".join(
        rect(x, 150, 16, 182, SOGAN700) + rect(x - 6, 150, 28, 12, SOGAN800) + rect(x - 6, 318, 28, 16, SOGAN800)
        for x in (52, 186, 438, 572)
    )
    mat = shape("M90 336H550L620 400H20Z", BATA400) + line(
        "M84 350H556M66 366H574M48 384H592", BATA200, 2, ' stroke-dasharray="12 9"'
    )
    board = (
        rect(252, 186, 136, 84, MORI0, 4)
        + line("M270 206h64M270 222h88M270 238h46", WEDEL400, 4)
        + line("M340 246l10 9 18-22", PANDAN600, 5)
    )
    people = [seated(x, y, h, CLOTHES[k % len(CLOTHES)]) for k, (x, y, h) in enumerate((
        (118, 352, 50), (186, 346, 48), (454, 346, 48), (522, 352, 50), (92, 384, 58), (164, 392, 58), (240, 396, 58), (396, 396, 58), (472, 392, 58), (546, 384, 58)))]  # fmt: skip
    return "".join([
        sky(), hill(-30, 360, 332, 150, PANDAN200, MORI50), hill(330, 360, 332, 130, PANDAN200, MORI50), roof, pillars, rect(0, 332, 640, 68, SOGAN300), mat, board,
        person(222, 344, 84, WEDEL800, arms="l24 -10l16 -16"), person(418, 344, 80, KUNIR400), *people,
        oval(320, 374, 30, 8, SOGAN200), circle(310, 368, 6, PANDAN600), circle(324, 366, 6, KUNIR400), circle(335, 370, 5, BATA600),
    ])  # fmt: skip


def sawah() -> str:
    terraces = ""
    tops = (212, 246, 284, 326, 366)
    for n, y in enumerate(tops):
        fill = (PANDAN400, PANDAN600, KUNIR200, PANDAN400, PANDAN600)[n]
        edge = (PANDAN200, PANDAN400, KUNIR500, PANDAN200, PANDAN400)[n]
        bend = 22 if n % 2 else -18
        terraces += shape(f"M0 {y}C160 {y - bend} 300 {y + bend} 460 {y + 4}S600 {y - 12} 640 {y - 8}V400H0Z", fill)
        terraces += line(
            f"M0 {y + 3}C160 {y - bend + 3} 300 {y + bend + 3} 460 {y + 7}S600 {y - 9} 640 {y - 5}", SOGAN700, 3
        )
        for k in range(16):
            px = 18 + 40 * k + n * 9
            terraces += line(f"M{px} {y + 26 + (k * 7 + n * 5) % 9}v-9m-5 4l5 5 5 -5", edge, 2)
    hut = (
        rect(508, 190, 44, 30, SOGAN600)
        + shape("M498 192l32-24 32 24Z", SOGAN800)
        + line("M512 220v14M548 220v12", SOGAN800, 3)
    )

    def farmer(x: float, y: float, cloth: str) -> str:
        return person(x, y, 58, cloth, arms="l18 14l4 18") + shape(
            f"M{x - 17} {y - 46}L{x} {y - 61}L{x + 17} {y - 46}Z", SOGAN300
        )

    return "".join([
        sky(), sun(150, 108, 40), hill(230, 460, 240, 188, WEDEL300, MORI50, 5), hill(-80, 300, 240, 90, WEDEL200),
        terraces, hut, palm(590, 226, 96, 12), palm(40, 222, 84, -10),
        farmer(250, 342, BATA600), farmer(322, 352, WEDEL700), farmer(396, 344, MORI100),
    ])  # fmt: skip


def pasar() -> str:
    def awning(x: float, w: float, a: str, b: str) -> str:
        n = 6
        return "".join(
            shape(f"M{x + w * k / n:g} 132h{w / n:g}v44a{w / n / 2:g} 12 0 0 1 {-w / n:g} 0Z", (a, b)[k % 2])
            for k in range(n)
        ) + rect(x - 4, 124, w + 8, 11, SOGAN800, 3)

    def round_fruit(fill: str) -> Callable[[float, float], str]:
        return lambda x, y: circle(x, y, 8, fill)

    stalls = ""
    for x, a, b in ((24, BATA600, MORI0), (232, WEDEL700, MORI0), (440, PANDAN600, MORI0)):
        stalls += (
            rect(x + 4, 130, 7, 200, SOGAN700)
            + rect(x + 165, 130, 7, 200, SOGAN700)
            + awning(x, 176, a, b)
            + rect(x + 4, 262, 168, 72, SOGAN400)
        )
        stalls += line(f"M{x + 10} 280h156M{x + 10} 298h156M{x + 10} 316h156", SOGAN600, 1.6)
    goods = [
        basket(66, 264, 58, BATA400, round_fruit(BATA600)), basket(128, 264, 58, KUNIR200, round_fruit(KUNIR400)),
        basket(276, 264, 58, PANDAN400, round_fruit(PANDAN600)), basket(340, 264, 58, KUNIR200, round_fruit(KUNIR500)),
        basket(484, 264, 58, MORI200, round_fruit(MORI0)), basket(548, 264, 58, BATA400, round_fruit(BATA700)),
    ]  # fmt: skip
    hanging = "".join(line(f"M{x} 176v14", SOGAN800, 2) + oval(x, 202, 9, 14, KUNIR400) for x in (60, 90, 500, 530))
    return "".join([
        sky(), hill(120, 420, 200, 130, WEDEL300, MORI50), sun(560, 70, 26, rings=3), stalls,
        person(96, 262, 74, WEDEL800), person(310, 262, 74, BATA700), person(520, 262, 74, SOGAN600), hanging, *goods,
        rect(0, 332, 640, 68, SOGAN200), dotted(352, SOGAN400, 3, 13), dotted(376, SOGAN400, 3, 13),
        person(180, 384, 84, PANDAN600, arms="l18 22l6 14"), basket(206, 384, 36, KUNIR200), person(232, 388, 50, KUNIR400),
        person(398, 386, 86, WEDEL500, arms="l-18 20"), person(438, 384, 80, BATA400), person(600, 388, 84, SOGAN800, arms="l-18 22l-4 12"), basket(576, 388, 34, PANDAN400),
    ])  # fmt: skip


def pojok_baca() -> str:
    colours = (BATA600, WEDEL700, KUNIR400, PANDAN600, MORI0, SOGAN600, WEDEL400, BATA400, PANDAN400)
    shelves, k = "", 0
    for x0, width in ((40, 170), (430, 170)):
        shelves += rect(x0, 72, width, 250, SOGAN700, 6) + "".join(
            rect(x0 + 8, y, width - 16, 66, SOGAN900) for y in (82, 160, 238)
        )
        for y in (82, 160, 238):
            at = x0 + 12
            while at < x0 + width - 24:
                w, h = 9 + k * 5 % 7, 46 + k * 7 % 16
                shelves += rect(at, y + 66 - h, w, h, colours[k * 4 % 9], 2) + (
                    rect(at + w / 2 - 1, y + 76 - h, 2, h * 0.4, MORI100, 1) if k % 3 == 0 else ""
                )
                at, k = at + w + 2, k + 1

    def book(x: float, y: float) -> str:
        return shape(f"M{x} {y}q-11 -8 -22 -2v15q11 -6 22 2q11 -8 22 -2v-15q-11 -6 -22 2Z", MORI0) + line(
            f"M{x} {y}v15", SOGAN400, 1.6
        )

    window = rect(262, 76, 116, 144, SOGAN800, 58) + clipped("w", rect(270, 84, 100, 128, "#000", 50), [
        rect(270, 84, 100, 128, WEDEL200), circle(338, 128, 18, KUNIR400), hill(240, 150, 214, 60, PANDAN400, PANDAN200, 3), rect(318, 84, 4, 128, SOGAN800), rect(270, 150, 100, 4, SOGAN800)])  # fmt: skip
    return "".join([
        sky(SOGAN100), rect(0, 320, 640, 80, SOGAN300), shelves, window, bunting(24, 0, 640, 16, 17),
        oval(320, 362, 210, 34, WEDEL700), f'<ellipse cx="320" cy="362" rx="186" ry="26" fill="none" stroke="{KUNIR400}" stroke-width="2.4" stroke-dasharray="2 9" stroke-linecap="round"/>',
        person(320, 340, 96, BATA700, arms="l-16 18l10 10"), book(320, 292),
        seated(206, 366, 62, KUNIR400), book(206, 352), seated(264, 380, 58, PANDAN600), book(264, 366), seated(376, 380, 58, MORI100), book(376, 366),
        seated(436, 366, 62, BATA400), book(436, 352), seated(150, 384, 54, WEDEL400), seated(492, 384, 54, SOGAN600),
    ])  # fmt: skip


def tari() -> str:
    def dancer(x: float, feet: float, cloth: str, scarf: str, flip: int = 1) -> str:
        return (
            line(f"M{x + 4 * flip} {feet - 74}q{30 * flip} -4 {36 * flip} -38", cloth, 11)
            + line(f"M{x - 4 * flip} {feet - 70}q{-34 * flip} 14 {-40 * flip} -12", cloth, 11)
            + line(f"M{x + 40 * flip} {feet - 112}q{26 * flip} 20 {10 * flip} 58", scarf, 5)
            + line(f"M{x - 44 * flip} {feet - 82}q{-22 * flip} 26 {-4 * flip} 60", scarf, 5)
            + shape(f"M{x - 13} {feet - 80}q13 -12 26 0l10 80h-46Z", cloth)
            + line(f"M{x - 15} {feet - 50}h30M{x - 19} {feet - 24}h38", scarf, 4)
            + circle(x, feet - 98, 12.5, SOGAN900)
            + shape(
                f"M{x - 13} {feet - 104}L{x - 8} {feet - 126}L{x} {feet - 112}L{x + 8} {feet - 126}L{x + 13} {feet - 104}Z",
                MORI0,
            )
        )

    def gong(x: float, y: float, r: float) -> str:
        return circle(x, y, r, KUNIR500) + ring(x, y, r * 0.66, SOGAN700, 2) + circle(x, y, r * 0.26, SOGAN700)

    frame = (
        line("M30 336V214H150V336", SOGAN800, 7)
        + line("M62 216v14M116 216v14", SOGAN800, 2)
        + gong(62, 254, 24)
        + gong(116, 258, 28)
    )
    drum = rect(536, 296, 70, 34, BATA700, 17) + oval(540, 313, 7, 17, MORI0) + oval(602, 313, 7, 17, MORI0)
    return "".join([
        sky(), "".join(ring(320, 240, 110 + 24 * n, "#e9c26e", 2) for n in range(5)), circle(320, 240, 92, KUNIR400),
        shape("M0 0H640V30Q600 70 560 30Q520 70 480 30Q440 70 400 30Q360 70 320 30Q280 70 240 30Q200 70 160 30Q120 70 80 30Q40 70 0 30Z", BATA700),
        line("M0 38Q40 78 80 38Q120 78 160 38Q200 78 240 38Q280 78 320 38Q360 78 400 38Q440 78 480 38Q520 78 560 38Q600 78 640 38", KUNIR400, 3),
        rect(0, 334, 640, 66, SOGAN700), line("M0 352H640M0 376H640", SOGAN800, 2), frame, person(178, 340, 72, WEDEL800, arms="l-18 4l-10 -14"), drum, person(570, 300, 60, SOGAN600, arms="l-18 16"),
        rect(528, 326, 86, 10, SOGAN900, 4),
        dancer(246, 374, WEDEL700, KUNIR200), dancer(338, 384, BATA600, PANDAN600, -1), dancer(432, 374, PANDAN700, KUNIR200),
    ])  # fmt: skip


def tandon() -> str:
    tank = (
        rect(360, 92, 116, 118, WEDEL600, 16)
        + line("M360 124h116M360 150h116M360 176h116", WEDEL400, 3)
        + rect(352, 206, 132, 12, SOGAN800, 4)
    )
    legs = line("M372 218L356 336M464 218L480 336M364 276L476 276M372 220L474 334M464 220L362 334", SOGAN800, 6)
    pipe = line("M360 190H250V290", WEDEL400, 8) + line("M250 232H196V300", WEDEL400, 8)
    taps = rect(186, 298, 20, 10, SOGAN900, 3) + rect(240, 288, 20, 10, SOGAN900, 3)
    drops = line("M196 314v22M250 304v30", WEDEL300, 5)
    pails = "".join(
        shape(f"M{x - 17} 338h34l-5 36h-24Z", c) + line(f"M{x - 17} 340q17 -26 34 0", SOGAN900, 2)
        for x, c in ((196, BATA600), (250, KUNIR400))
    )
    return "".join([
        sky(WEDEL100), sun(112, 86, 34, arcs="#ecd79d", rings=3), hill(160, 480, 330, 220, WEDEL300, MORI50, 5), hill(-120, 360, 330, 110, PANDAN200),
        house(512, 334, 96, 76, MORI0, BATA700, WEDEL700, "limas", SOGAN700), leaf_tree(490, 334, 74), legs, tank, pipe,
        shape("M0 336Q200 316 420 332T640 330V400H0Z", PANDAN400), line("M30 372l12-8M330 384l12-8M560 374l12-8M96 392l12-8", PANDAN700, 3), taps, drops, pails,
        person(146, 378, 84, BATA700, arms="l22 16l12 14"), person(300, 380, 88, PANDAN700, arms="l-22 18l-14 8"), person(340, 376, 52, KUNIR400),
        person(420, 382, 80, WEDEL800), person(96, 372, 72, SOGAN600), person(556, 384, 76, BATA400, arms="l-16 24"), shape("M522 352h30l-4 30h-22Z", WEDEL700),
    ])  # fmt: skip


def bola() -> str:
    field = "".join(
        shape(f"M{-40 + 90 * k} 400L{70 + 66 * k} 210H{136 + 66 * k}L{50 + 90 * k} 400Z", (PANDAN400, PANDAN600)[k % 2])
        for k in range(-1, 9)
    )
    goal = line("M452 246V158H588V262", MORI0, 7) + line(
        "M466 160V244M484 160V246M502 160V248M520 160V250M538 160V252M556 160V256M574 160V258M452 178H588M452 200H588M452 222H588M452 242H588",
        MORI100,
        1.2,
    )
    ball = (
        circle(352, 352, 17, MORI0)
        + shape("M352 342l9 7-3 11h-12l-3-11Z", SOGAN900)
        + line("M352 335v8M368 346l-7 4M342 367l4-7M362 367l-4-7M336 346l7 4", SOGAN900, 2)
    )

    def player(x: float, y: float, h: float, cloth: str, leg: str, arms: str) -> str:
        return (
            line(f"M{x} {y - h * 0.3:g}{leg}", SOGAN900, h * 0.09)
            + line(f"M{x} {y - h * 0.3:g}l-8 {h * 0.3:g}", SOGAN900, h * 0.09)
            + person(x, y - h * 0.2, h * 0.82, cloth, arms=arms)
        )

    return "".join([
        sky(), sun(96, 84, 32, rings=3), hill(200, 420, 216, 150, WEDEL300, MORI50), hill(-60, 280, 216, 70, PANDAN200), leaf_tree(40, 214, 80), leaf_tree(96, 214, 62), leaf_tree(612, 214, 84), rect(0, 206, 640, 194, PANDAN400), field,
        "".join(person(x, 222, 34, CLOTHES[k % 9]) for k, x in enumerate(range(130, 440, 22))), line("M0 226H640", MORI0, 3), goal,
        player(520, 268, 72, KUNIR400, "l14 18", "l-24 -20"), player(300, 360, 116, BATA600, "l26 20l14 6", "l-24 18"), player(424, 344, 100, WEDEL700, "l20 26", "l26 8"), player(150, 330, 92, WEDEL700, "l20 22", "l22 14"), player(226, 300, 74, BATA600, "l14 20", "l18 -6"), ball,
    ])  # fmt: skip


def rukun() -> str:
    mosque = (
        rect(72, 226, 168, 108, PANDAN700) + shape("M104 228c0-46 34-58 52-84c18 26 52 38 52 84Z", PANDAN600) + rect(154, 124, 4, 24, KUNIR400)
        + slits(92, 256, 3, KUNIR100, 10, 46, 22) + slits(186, 256, 2, KUNIR100, 10, 46, 22) + shape("M150 334v-34a14 16 0 0 1 22 0v34Z", SOGAN900)
        + rect(32, 150, 24, 184, PANDAN800) + shape("M28 152c0-18 10-22 16-34c6 12 16 16 16 34Z", PANDAN600) + slits(40, 176, 1, KUNIR100, 8, 40)
    )  # fmt: skip
    church = (
        rect(402, 216, 150, 118, MORI0) + shape("M392 220L477 140L562 220Z", BATA700) + rect(560, 140, 44, 194, MORI0) + shape("M554 144L582 82L610 144Z", BATA700)
        + slits(424, 248, 2, WEDEL700, 10, 46, 22) + slits(500, 248, 2, WEDEL700, 10, 46, 22) + slits(577, 170, 1, WEDEL700, 10, 40) + shape("M466 334v-38a11 13 0 0 1 22 0v38Z", BATA800) + circle(477, 196, 9, WEDEL700)
    )  # fmt: skip
    return "".join([
        sky(), sun(320, 176, 48), hill(160, 330, 334, 150, WEDEL300, MORI50, 4), mosque, church, leaf_tree(270, 336, 90), leaf_tree(372, 336, 82),
        rect(0, 332, 640, 68, SOGAN200), dotted(350, SOGAN400, 3, 12), dotted(384, SOGAN400, 3, 12), rect(210, 350, 220, 9, SOGAN700, 3), rect(226, 358, 6, 26, SOGAN700), rect(408, 358, 6, 26, SOGAN700),
        *(circle(x, 346, 7, c) for x, c in ((248, KUNIR400), (262, BATA600), (376, PANDAN600), (390, KUNIR400))), oval(320, 347, 30, 7, MORI0), oval(320, 342, 20, 8, KUNIR200),
        person(190, 386, 78, WEDEL700, arms="l20 10"), person(450, 386, 78, BATA600, arms="l-20 10"), person(270, 388, 50, PANDAN600), person(366, 388, 50, MORI0), person(140, 382, 72, MORI0), person(496, 382, 72, SOGAN600), person(536, 386, 60, KUNIR400), person(98, 386, 60, BATA400),
    ])  # fmt: skip


def air_terjun() -> str:
    cliff = (
        shape("M0 0H640V400H0Z", PANDAN800)
        + shape("M0 40Q70 70 96 150T60 400H0Z", PANDAN700)
        + shape("M640 20Q566 80 552 170T590 400H640Z", PANDAN700)
    )
    cliff += shape("M196 70Q240 40 292 60V330H160Q190 200 196 70Z", SOGAN700) + shape(
        "M348 60Q410 44 448 84Q452 210 486 330H348Z", SOGAN700
    )
    cliff += line(
        "M214 110q10 60-8 120M236 90q14 90-6 170M262 86q8 100-4 190M400 90q-8 100 8 180M424 110q0 90 20 150M376 84q-8 110 2 200",
        SOGAN400,
        2,
    )
    fall = shape("M284 40Q320 28 356 40L372 330H268Z", WEDEL300) + line(
        "M296 60L286 320M310 54L304 326M324 52V328M338 56L342 322M350 66L360 316", MORI0, 3
    )
    sky_hole = shape("M150 0Q320 90 500 0Z", SKY) + circle(320, 6, 20, KUNIR400)
    ferns = "".join(
        line(
            f"M{x} {y}q{dx} -30 {dx * 2} -14M{x} {y}q{dx * 0.4:g} -40 {dx * 1.2:g} -40M{x} {y}q{dx * 1.2:g} -12 {dx * 2} 8",
            PANDAN400,
            5,
        )
        for x, y, dx in (
            (30, 250, 24),
            (606, 262, -24),
            (56, 360, 26),
            (590, 366, -26),
            (120, 130, 20),
            (530, 140, -20),
        )
    )
    pool = shape("M90 330Q320 296 550 330L640 400H0Z", WEDEL600) + line(
        "M180 348q22-7 44 0t44 0t44 0t44 0t44 0t44 0M120 370q22-7 44 0t44 0t44 0t44 0t44 0t44 0t44 0t44 0M70 390q22-7 44 0t44 0t44 0t44 0t44 0t44 0t44 0t44 0t44 0t44 0",
        WEDEL300,
        2,
    )
    foam = "".join(
        circle(x, 326, r, MORI0)
        for x, r in ((262, 11), (282, 14), (304, 12), (326, 15), (348, 12), (368, 13), (386, 9))
    )
    return "".join(
        [
            cliff,
            sky_hole,
            fall,
            pool,
            foam,
            ferns,
            oval(170, 384, 62, 16, SOGAN800),
            oval(486, 386, 52, 14, SOGAN800),
            person(150, 382, 70, BATA600),
            person(184, 384, 62, KUNIR400, arms="l18 -14l10 -14"),
            person(484, 384, 66, MORI100),
            person(510, 386, 46, WEDEL300),
        ]
    )


def pantai() -> str:
    def boat(x: float, y: float, hull: str, sail: str) -> str:
        return (
            shape(f"M{x - 58} {y}q58 34 116 0q10 -12 14 -18q-72 18 -144 0Z", hull)
            + line(f"M{x - 48} {y + 3}q48 20 96 0", MORI0, 3)
            + line(f"M{x} {y - 4}V{y - 76}", SOGAN800, 4)
            + shape(f"M{x + 5} {y - 74}q42 30 40 60h-40Z", sail)
            + line(f"M{x - 66} {y + 20}H{x + 66}M{x - 50} {y + 20}V{y}M{x + 50} {y + 20}V{y}", SOGAN800, 3)
        )

    return "".join([
        sky(), sun(330, 132, 50, rings=5), rect(0, 176, 640, 224, WEDEL600), waves(178, 150, WEDEL600, WEDEL400, 22, 5),
        shape("M0 196V96Q44 60 96 104T170 196Z", PANDAN700), line("M0 124Q44 86 88 124T146 190M0 152Q40 118 74 146T112 190", PANDAN400, 2), shape("M640 190V110Q590 76 548 124T486 190Z", PANDAN700), line("M640 138Q596 106 566 142T520 188", PANDAN400, 2),
        boat(216, 236, BATA600, MORI0), boat(440, 264, WEDEL900, KUNIR400), shape("M0 330Q160 296 330 326T640 306V400H0Z", SOGAN200), line("M0 330Q160 296 330 326T640 306", MORI0, 6), dotted(372, SOGAN300, 4, 22), dotted(388, SOGAN300, 4, 26),
        palm(66, 372, 150, 26), palm(588, 356, 132, -24), person(236, 380, 70, BATA700, arms="l20 8l18 -6"), person(292, 378, 68, PANDAN700, arms="l-18 8l-14 -4"), line("M250 346q12 14 26 0", SOGAN800, 3),
        basket(350, 384, 50, WEDEL200, lambda x, y: oval(x, y, 10, 5, WEDEL500, 20)), person(392, 382, 72, KUNIR400), person(430, 386, 48, MORI0), person(160, 384, 56, WEDEL800),
    ])  # fmt: skip


def sapi_perah() -> str:
    def cow(x: float, y: float, s: float = 1, flip: int = 1) -> str:
        art = (
            rect(-62, -78, 124, 58, MORI0, 26) + rect(-50, -30, 12, 34, MORI0, 4) + rect(-30, -30, 12, 34, MORI200, 4) + rect(22, -30, 12, 34, MORI200, 4) + rect(42, -30, 12, 34, MORI0, 4)
            + rect(-50, -4, 12, 8, SOGAN900) + rect(42, -4, 12, 8, SOGAN900) + rect(-30, -4, 12, 8, SOGAN900) + rect(22, -4, 12, 8, SOGAN900)
            + shape("M-36 -78q22 -4 28 10t-14 22t-26 -8t12 -24ZM10 -78h34q14 4 10 20t-24 8t-20 -28ZM-10 -34q12 -10 24 2q-4 10 -12 12t-12 -14Z", SOGAN900)
            + oval(12, -20, 14, 9, BATA200) + line("M-61 -60q-14 12 -8 40", MORI200, 4)
            + rect(56, -98, 30, 50, MORI0, 14) + rect(58, -66, 26, 20, BATA200, 10) + shape("M58 -92h10v22h-10Z", SOGAN900) + oval(54, -90, 10, 5, MORI200, -24) + oval(90, -90, 10, 5, SOGAN900, 24)
        )  # fmt: skip
        return f'<g transform="translate({x:g} {y:g}) scale({s * flip:g} {s:g})">{art}</g>'

    barn = (
        rect(30, 150, 250, 180, SOGAN400)
        + shape("M8 154L60 92H252L304 154Z", BATA700)
        + line("M42 122H270M30 138H282", BATA400, 2)
        + rect(50, 186, 210, 144, SOGAN900)
    )
    fence = (
        rect(300, 282, 340, 8, SOGAN600, 3)
        + rect(300, 306, 340, 8, SOGAN600, 3)
        + "".join(rect(x, 270, 9, 62, SOGAN600, 4) for x in range(316, 640, 52))
    )
    cans = "".join(
        rect(x, 336, 32, 44, WEDEL300, 6)
        + rect(x + 8, 322, 16, 16, WEDEL300, 3)
        + line(f"M{x + 2} 350h28M{x + 2} 366h28", WEDEL500, 2)
        for x in (34, 74)
    )
    return "".join([
        sky(WEDEL100), sun(560, 80, 34, arcs="#ecd79d", rings=3), hill(240, 420, 300, 210, WEDEL300, MORI50, 5), shape("M0 300Q320 250 640 290V400H0Z", PANDAN400), line("M380 278q60-14 120-2M520 272q50-4 90 4", PANDAN200, 2), barn, pine(330, 288, 96), pine(366, 284, 74), pine(608, 282, 90),
        fence, rect(0, 328, 640, 72, PANDAN600), line("M340 384l10-8M480 392l10-8M600 380l10-8M250 390l10-8", PANDAN200, 3), cow(186, 334, 0.95), cow(496, 364, 1.1, -1), cans,
        person(134, 384, 80, BATA600, arms="l20 20l4 16"), shape("M150 362h26l-4 24h-18Z", WEDEL300), person(316, 386, 84, KUNIR400, arms="l22 14l24 2"), oval(370, 350, 16, 8, PANDAN400, -20), person(262, 384, 74, WEDEL800),
    ])  # fmt: skip


def latihan() -> str:
    screen = (
        rect(198, 46, 244, 150, SOGAN900, 8)
        + rect(206, 54, 228, 134, MORI0, 4)
        + rect(228, 76, 76, 92, WEDEL700, 8)
        + slits(256, 96, 1, MORI0, 10, 52)
        + line("M318 102a24 24 0 0 1 0 40M332 88a44 44 0 0 1 0 68", KUNIR500, 6)
        + line("M356 84h58M356 104h48M356 124h58M356 144h36", WEDEL300, 6)
    )
    desks, k = "", 0
    for y, xs, h in ((282, (112, 226, 414, 528), 64), (356, (66, 196, 444, 574), 78)):
        for x in xs:
            desks += (
                person(x, y + 24, h * 1.28, CLOTHES[(k * 5 + 2) % 9])
                + rect(x - 46, y, 92, 10, SOGAN700, 3)
                + rect(x - 40, y + 9, 6, 40, SOGAN800)
                + rect(x + 34, y + 9, 6, 40, SOGAN800)
            )
            desks += rect(x - 9, y - 22, 18, 28, SOGAN900, 4) + rect(x - 6, y - 19, 12, 20, KUNIR200, 2)
            k += 1
    return "".join([
        sky(SOGAN100), rect(0, 250, 640, 150, SOGAN300), line("M0 300H640M0 350H640", SOGAN200, 2), slits(58, 86, 4, WEDEL300, 16, 92, 30), slits(478, 86, 4, WEDEL300, 16, 92, 30), bunting(10, 0, 640, 12, 19), screen,
        person(168, 262, 104, BATA700, arms="l26 -18l22 -12"), desks,
    ])  # fmt: skip


def kebun_sawi() -> str:
    plant = leaf_tree(-12, 8, 48, PANDAN400, PANDAN100, PANDAN400) + leaf_tree(
        12, 8, 48, PANDAN400, PANDAN100, PANDAN400
    )
    beds = f'<defs><g id="s">{plant}{leaf_tree(0, 10, 62, PANDAN600, PANDAN100, PANDAN400)}</g></defs>'
    for n, (y, s) in enumerate(((262, 0.72), (312, 0.9), (372, 1.12))):
        beds += shape(f"M-20 {y + 8}Q320 {y - 8} 660 {y + 8}V{y + 44}H-20Z", (SOGAN600, SOGAN700, SOGAN800)[n])
        for k in range(9):
            beds += f'<use href="#s" transform="translate({30 + 74 * k + (n % 2) * 30} {y}) scale({s})"/>'
    return "".join([
        sky(), sun(520, 92, 38), hill(60, 380, 250, 160, WEDEL300, MORI50), house(40, 246, 84, 62, BATA600, BATA800, MORI0, "limas", BATA800), house(150, 246, 66, 50, MORI0, SOGAN700, WEDEL700), house(420, 246, 76, 56, WEDEL700, WEDEL900, KUNIR400, "limas"),
        line("M250 246V150H400V246M250 176H400M288 150V246M326 150V246M364 150V246", SOGAN700, 4), line("M262 168q20 18 0 40M302 158q20 22 0 46M340 168q20 20 0 44M380 160q20 20 0 44", PANDAN600, 6), rect(0, 240, 640, 160, PANDAN200), beds,
        person(560, 330, 92, BATA700, arms="l-22 18l-16 16"), person(96, 322, 84, WEDEL800, arms="l22 18l12 10"), basket(138, 326, 40, PANDAN400),
    ])  # fmt: skip


def pot(x: float, base: float, s: float, body: str = BATA700, neck: str = BATA800, mark: str = MORI100) -> str:
    return f'<g transform="translate({x:g} {base:g}) scale({s:g})">' + (
        rect(-31, -152, 62, 15, neck, 3) + shape("M-22 -138H22C20 -116 62 -104 62 -62C62 -26 44 0 36 0H-36C-44 0 -62 -26 -62 -62C-62 -104 -20 -116 -22 -138Z", body)
        + line("M-36 -94H36", mark, 6, ' stroke-dasharray="0 11"') + line("M-58 -66q14 -12 29 0t29 0t29 0t29 0M-54 -38q13 -11 27 0t27 0t27 0t27 0", mark, 5)
    ) + "</g>"  # fmt: skip


def gerabah() -> str:
    shelf = (
        "".join(rect(360, y, 250, 9, SOGAN700, 3) for y in (142, 226))
        + rect(368, 142, 8, 196, SOGAN800)
        + rect(594, 142, 8, 196, SOGAN800)
    )
    wheel = rect(206, 330, 12, 34, SOGAN900) + oval(212, 328, 58, 13, SOGAN800) + oval(212, 324, 46, 9, SOGAN600)
    return "".join([
        sky(), sun(96, 88, 34, rings=3), hill(40, 330, 330, 140, WEDEL300, MORI50), rect(340, 46, 300, 300, SOGAN200), shape("M316 60L360 14H640V60Z", BATA700), line("M338 44H640M352 28H640", BATA400, 2), shelf,
        pot(404, 142, 0.46), pot(466, 142, 0.5, SOGAN600, SOGAN800), pot(530, 142, 0.44), pot(580, 142, 0.38, WEDEL700, WEDEL900), pot(410, 226, 0.42, SOGAN600, SOGAN800), pot(470, 226, 0.48), pot(534, 226, 0.5, BATA600), pot(582, 226, 0.36),
        rect(0, 340, 640, 60, SOGAN300), dotted(360, SOGAN400, 3, 13), dotted(384, SOGAN400, 3, 13), wheel, pot(212, 322, 0.58, SOGAN400, SOGAN600, SOGAN200), person(142, 376, 116, WEDEL700, arms="l28 22l22 -6"), rect(112, 356, 58, 20, SOGAN700, 5),
        person(288, 382, 82, KUNIR400, arms="l-18 14l-12 -6"), person(328, 384, 54, PANDAN600), pot(420, 352, 0.62), pot(492, 362, 0.72, BATA600, BATA800), pot(572, 354, 0.64, SOGAN600, SOGAN800), pot(60, 392, 0.5, BATA600),
    ])  # fmt: skip


def jembatan() -> str:
    return "".join([
        sky(WEDEL100), sun(500, 86, 36, arcs="#ecd79d"), hill(120, 420, 290, 200, WEDEL300, MORI50, 5), waves(284, 116, WEDEL600, WEDEL300, 18, 6), shape("M0 400V214Q90 196 150 232T214 400Z", PANDAN600), shape("M640 400V208Q546 196 492 234T426 400Z", PANDAN600), line("M20 244q56-14 96 14M40 300q60-10 100 20M620 240q-56-12-90 16M600 300q-60-8-96 20", PANDAN400, 2),

        line("M86 122V250M554 122V250", SOGAN800, 12), line("M20 222L86 128Q320 296 554 128L620 216", SOGAN800, 5), "".join(line(f"M{x} {128 + 168 * 2 * ((x - 86) / 468) * (1 - (x - 86) / 468):.0f}V250", SOGAN800, 2.4) for x in range(116, 540, 28)), rect(0, 244, 640, 15, BATA700), line("M0 264H640", BATA800, 5), "".join(rect(x, 246, 3, 11, BATA400) for x in range(8, 640, 14)),
        person(200, 246, 58, KUNIR400), person(232, 246, 62, MORI0, arms="l18 14"), person(282, 246, 40, WEDEL700), person(312, 246, 60, PANDAN700), person(402, 246, 58, BATA400, arms="l18 4l12 -8"), ring(436, 236, 10, SOGAN900, 3), ring(470, 236, 10, SOGAN900, 3), line("M436 236l14-14h12l8 14M450 222l6 14h14", SOGAN900, 3), leaf_tree(40, 246, 120), leaf_tree(600, 246, 108),
    ])  # fmt: skip


def tanam_pohon() -> str:
    def seedling(x: float, y: float) -> str:
        return (
            line(f"M{x} {y}v-22", PANDAN700, 3)
            + oval(x - 8, y - 22, 9, 5, PANDAN600, 30)
            + oval(x + 8, y - 24, 9, 5, PANDAN600, -30)
            + oval(x, y, 17, 5, SOGAN800)
        )

    return "".join([
        sky(), sun(120, 96, 42), hill(200, 480, 320, 240, WEDEL300, MORI50, 6), hill(-120, 420, 330, 130, PANDAN400, PANDAN200, 3), hill(330, 420, 340, 110, PANDAN400, PANDAN200, 3), shape("M0 330Q160 270 340 310T640 290V400H0Z", PANDAN600),
        "".join(seedling(x, y) for x, y in ((60, 356), (150, 330), (246, 346), (334, 376), (430, 344), (520, 330), (590, 364), (120, 388), (490, 388))),
        person(196, 362, 80, BATA700, arms="l24 18l14 14"), person(286, 384, 86, WEDEL800, arms="l22 22l14 10"), line("M240 296l-4 76", SOGAN800, 4), person(386, 366, 78, KUNIR400, arms="l20 18l12 10"), person(556, 358, 74, MORI0, arms="l-20 18l-12 6"), person(88, 374, 50, BATA400), person(460, 376, 52, SOGAN600),
        leaf_tree(40, 318, 96), leaf_tree(612, 300, 108),
    ])  # fmt: skip


def kampung_warna() -> str:
    walls = (BATA600, WEDEL600, KUNIR400, PANDAN600, MORI0, BATA400, WEDEL400, SOGAN600, PANDAN400)
    roofs = (BATA800, WEDEL900, SOGAN700, PANDAN800, BATA700, SOGAN800, WEDEL800, SOGAN900, PANDAN800)
    rows, k = "", 0
    for y, w, h, off in ((150, 62, 50, 30), (204, 72, 56, -14), (262, 82, 60, 22), (324, 92, 66, -30)):
        x = float(off)
        while x < 640:
            rows += house(
                x,
                y,
                w * 0.9,
                h,
                walls[k * 4 % 9],
                roofs[k * 4 % 9],
                WEDEL800 if k * 4 % 9 == 4 else KUNIR100,
                "gable" if k % 3 else "flat",
                SOGAN900 if k % 4 == 1 and k * 4 % 9 != 7 else "",
            )
            x, k = x + w * 1.02, k + 1
    return "".join([
        sky(WEDEL200), sun(548, 66, 30, rings=3, arcs="#e3cf9b"), hill(30, 360, 180, 130, WEDEL300, MORI50), rows, rect(0, 322, 640, 20, SOGAN300), dotted(332, SOGAN600, 3, 11), waves(342, 58, WEDEL700, WEDEL400, 16, 6),
        person(120, 340, 54, MORI0, arms="l14 -12"), person(146, 340, 58, BATA700), person(172, 340, 36, KUNIR400), person(338, 340, 58, WEDEL900, arms="l18 -18l4 -8"), rect(354, 300, 12, 8, SOGAN900, 2), person(470, 340, 54, PANDAN200), person(496, 340, 58, BATA200),
    ])  # fmt: skip


def gunung() -> str:
    cone = shape("M330 286L452 92Q470 80 486 96L502 90Q520 84 530 100L640 262V300H330Z", WEDEL400) + "".join(
        line(f"M{392 + 17 * n} {280 - n * 3}L{462 + 9 * n} {122 + n * 4}", MORI50, 1.6) for n in range(8)
    )
    smoke = line("M492 84q-14-20 4-34t-2-32", MORI0, 8) + line("M508 78q-10-16 6-28", MORI0, 6)
    jeep = (
        rect(222, 318, 112, 36, BATA600, 8)
        + shape("M240 320l14-32h58l12 32Z", BATA700)
        + rect(258, 296, 22, 22, KUNIR100, 4)
        + rect(286, 296, 20, 22, KUNIR100, 4)
        + circle(250, 356, 16, SOGAN900)
        + circle(250, 356, 7, MORI200)
        + circle(308, 356, 16, SOGAN900)
        + circle(308, 356, 7, MORI200)
        + circle(330, 332, 4, KUNIR400)
    )
    return "".join([
        sky(), sun(190, 108, 44, rings=5), hill(-80, 460, 290, 180, WEDEL300, MORI50, 5), cone, smoke, shape("M0 288Q160 256 330 282T640 262V400H0Z", PANDAN600), line("M20 312q120-26 260 0t320-14M420 330q90-16 200-8", PANDAN400, 2), shape("M300 282Q380 318 250 340T120 400H520Q420 350 440 322T330 282Z", SOGAN200), dotted(376, SOGAN300, 4, 20, 150, 500),
        pine(46, 326, 124), pine(96, 338, 104), pine(20, 376, 120), pine(566, 330, 132), pine(612, 346, 118), pine(524, 310, 84), jeep, person(372, 372, 68, KUNIR400, arms="l18 -18l8 -10"), person(402, 376, 72, WEDEL800), person(430, 374, 46, MORI0), person(184, 370, 64, PANDAN800),
    ])  # fmt: skip


def bank_sampah() -> str:
    def bin_(x: float, fill: str, lid: str) -> str:
        return (
            shape(f"M{x - 30} 268h60l-6 78h-48Z", fill)
            + rect(x - 35, 258, 70, 13, lid, 5)
            + slits(x - 17, 288, 3, lid, 6, 40, 14)
        )

    hanging = (
        line("M470 102V140M440 140H500M440 140L428 176M440 140L452 176M500 140L488 176M500 140L512 176", SOGAN800, 3)
        + shape("M424 176h32q-4 18-16 18t-16-18Z", SOGAN600)
        + shape("M484 176h32q-4 18-16 18t-16-18Z", SOGAN600)
    )
    bottles = "".join(
        rect(x, y, 11, 26, WEDEL300, 4) + rect(x + 3, y - 6, 5, 8, BATA600, 1)
        for x, y in ((402, 236), (418, 240), (434, 236))
    )
    return "".join([
        sky(SOGAN100), house(30, 262, 150, 122, WEDEL600, WEDEL900, KUNIR400, "limas", WEDEL900), house(220, 262, 120, 100, MORI0, BATA700, WEDEL700, "limas", BATA800), leaf_tree(200, 264, 96), leaf_tree(610, 264, 130), rect(380, 84, 6, 250, SOGAN700), rect(560, 84, 6, 250, SOGAN700), shape("M360 92L400 48H546L586 92Z", PANDAN700), line("M380 70H566", PANDAN400, 2), hanging,
        rect(0, 260, 640, 140, SOGAN200), dotted(372, SOGAN400, 3, 14), dotted(390, SOGAN400, 3, 14), table(392, 262, 162, 62), bottles, rect(500, 240, 36, 22, MORI0, 2) + line("M506 248h24M506 254h16", WEDEL400, 2),
        person(470, 262, 62, BATA700), bin_(70, PANDAN600, PANDAN800), bin_(150, KUNIR400, KUNIR500), bin_(230, BATA600, BATA800), rect(0, 344, 270, 6, SOGAN300),
        person(312, 376, 92, WEDEL800, arms="l22 22l4 18"), shape("M322 338q20 -8 34 4l4 36h-42Z", MORI0), person(112, 384, 84, KUNIR400, arms="l16 -6l12 -10"), person(196, 386, 58, BATA400, arms="l14 -12"), person(396, 388, 84, PANDAN600, arms="l20 10l14 -8"), person(590, 380, 78, SOGAN600),
    ])  # fmt: skip


def warung() -> str:
    square = rect(452, 176, 58, 58, MORI0, 6) + "".join(
        rect(458 + 8 * (n % 6), 182 + 8 * (n // 6), 7, 7, WEDEL900)
        for n in (0, 1, 2, 5, 6, 8, 10, 12, 13, 14, 17, 19, 22, 24, 26, 27, 30, 31, 33, 35)
    )
    jars = "".join(
        rect(x, 214, 24, 32, c, 5) + rect(x + 3, 207, 18, 9, SOGAN800, 3)
        for x, c in ((196, KUNIR400), (228, BATA400), (260, MORI0), (292, PANDAN400))
    )
    sachets = line("M176 150H464", SOGAN900, 2) + "".join(
        rect(x, 152, 12, 30 if n % 2 else 22, (BATA600, KUNIR400, WEDEL500, PANDAN600)[n % 4], 2)
        for n, x in enumerate(range(184, 446, 17))
    )
    return "".join([
        sky(), sun(92, 90, 34, rings=3), hill(300, 380, 330, 160, WEDEL300, MORI50), rect(150, 128, 380, 220, SOGAN400), rect(170, 148, 340, 104, SOGAN900), "".join(shape(f"M{130 + 42 * n} 96h42v38a21 13 0 0 1 -42 0Z", (BATA600, MORI0)[n % 2]) for n in range(10)), rect(124, 86, 432, 13, SOGAN800, 4), sachets, person(330, 266, 96, PANDAN600, arms="l28 16l22 -8"), person(250, 262, 86, KUNIR400),
        rect(150, 246, 380, 14, SOGAN700), rect(150, 258, 380, 90, SOGAN600), slits(176, 274, 12, SOGAN300, 10, 56, 29), jars, square, rect(0, 346, 640, 54, SOGAN200), dotted(362, SOGAN400, 3, 13), dotted(386, SOGAN400, 3, 13),
        person(410, 382, 98, WEDEL700, arms="l26 -18l18 -12"), rect(450, 306, 15, 25, SOGAN900, 3), rect(452.5, 309, 10, 18, KUNIR200, 1), person(84, 384, 84, BATA700), person(112, 386, 52, MORI0), rect(560, 340, 60, 9, SOGAN700, 3), rect(568, 348, 6, 36, SOGAN700), rect(606, 348, 6, 36, SOGAN700), person(588, 350, 70, SOGAN300),
    ])  # fmt: skip


def kerja_bakti() -> str:
    def broom(x: float, y: float, dx: float) -> str:
        return line(f"M{x} {y}L{x + dx} {y + 62}", SOGAN700, 4) + shape(
            f"M{x + dx - 6} {y + 60}h12l9 24h-30Z", KUNIR500
        )

    return "".join([
        sky(WEDEL100), sun(320, 92, 36, arcs="#ecd79d"), house(16, 308, 128, 104, MORI0, BATA700, WEDEL700, "limas", BATA800), house(170, 308, 100, 88, KUNIR400, SOGAN700, SOGAN900), house(382, 308, 104, 92, PANDAN600, PANDAN800, KUNIR100, "limas", PANDAN800), house(510, 308, 118, 104, BATA600, BATA800, MORI0),
        bunting(150, 0, 640, 20, 17), leaf_tree(306, 310, 104), leaf_tree(346, 310, 76), rect(0, 306, 640, 94, SOGAN200), shape("M0 322H640V336H0Z", WEDEL700), line("M0 329q10 -5 20 0" + "t20 0" * 31, WEDEL400, 1.6), rect(0, 318, 640, 5, SOGAN600), rect(0, 335, 640, 5, SOGAN600), dotted(362, SOGAN400, 3, 14), dotted(388, SOGAN400, 3, 14),
        person(96, 382, 88, BATA700, arms="l20 14"), broom(118, 318, 14), person(186, 390, 86, WEDEL800, arms="l20 20l12 8"), person(262, 374, 78, MORI0), shape("M282 354h44l-7 26h-30Z", PANDAN700), circle(304, 386, 9, SOGAN900), line("M282 356l-22-10", PANDAN700, 4), person(392, 386, 90, PANDAN800, arms="l-22 16"), broom(372, 320, -14), person(462, 378, 80, KUNIR400, arms="l20 18"), person(530, 390, 84, SOGAN600, arms="l-22 16l-10 10"), person(586, 382, 54, WEDEL500),
    ])  # fmt: skip


# --- Wares: 400 x 400 -------------------------------------------------------------------------------------


def ware(back: str, floor: str, *parts: str, level: float = 306) -> str:
    return rect(0, 0, 400, 400, back) + rect(0, level, 400, 400 - level, floor) + "".join(parts)


def p_gerabah() -> str:
    return ware(SOGAN200, SOGAN300, pot(200, 340, 1.72))


def p_keripik() -> str:
    chips = oval(200, 220, 76, 56, KUNIR100) + "".join(
        circle(x, y, 19, KUNIR500) + circle(x - 4, y - 4, 6, KUNIR200)
        for x, y in ((172, 200), (212, 194), (238, 222), (200, 236), (160, 236))
    )
    return ware(
        PANDAN100,
        PANDAN200,
        shape("M128 96H272L300 344H100Z", PANDAN700),
        shape("M128 62H272L276 108H124Z", PANDAN800),
        line("M128 84H272", PANDAN400, 3, ' stroke-dasharray="2 9"'),
        chips,
    )


def p_kopi() -> str:
    beans = "".join(
        oval(x, 372, 17, 11, SOGAN700, t) + line(f"M{x - 10} {372 + 3}q10 -8 20 -5", SOGAN400, 2)
        for x, t in ((64, 20), (102, -16), (320, 14), (356, -20))
    )
    steam = line("M166 150q-14 -18 0 -36t0 -34M200 150q-14 -18 0 -36t0 -34M234 150q-14 -18 0 -36t0 -34", SOGAN400, 7)
    return ware(
        KUNIR100,
        KUNIR400,
        steam,
        line("M276 214h30q24 0 24 28t-24 30h-36", SOGAN900, 16),
        shape("M112 180H290V266Q290 330 226 330H176Q112 330 112 266Z", SOGAN800),
        oval(201, 182, 89, 20, SOGAN600),
        slits(150, 226, 4, SOGAN400, 8, 54, 28),
        beans,
    )


def p_batik() -> str:
    def cloth(name: str, ground: str, ink: str) -> str:
        petals = "".join(
            f'<ellipse cx="36" cy="11" rx="13" ry="22" fill="none" stroke="{ink}" stroke-width="4" transform="rotate({t} 36 36)"/>'
            for t in (45, 135, 225, 315)
        )
        corners = "".join(circle(x, y, 4, ink) for x in (0, 72) for y in (0, 72))
        return f'<pattern id="{name}" width="72" height="72" patternUnits="userSpaceOnUse">{rect(0, 0, 72, 72, ground)}{petals}{circle(36, 36, 4, ink)}{corners}</pattern>'

    return (
        cloth("a", WEDEL900, SOGAN300) + cloth("b", SOGAN800, KUNIR400)
        + shape("M0 0H286L206 400H0Z", "url(#a)") + shape("M286 0H400V400H206Z", "url(#b)") + line("M286 0L206 400", MORI100, 9)
    )  # fmt: skip


def p_madu() -> str:
    comb = "".join(
        shape(f"M{x} {y}l22 13v26l-22 13l-22 -13v-26Z", KUNIR200)
        for x, y in ((40, 40), (86, 40), (63, 80), (360, 30), (337, 70), (383, 70))
    )
    bee = "".join(
        oval(x, y, 15, 10, KUNIR400)
        + rect(x - 5, y - 10, 4, 20, SOGAN900)
        + rect(x + 3, y - 9, 4, 18, SOGAN900)
        + oval(x - 3, y - 13, 7, 9, WEDEL200, -20)
        for x, y in ((322, 150), (78, 170))
    )
    return ware(
        SOGAN100,
        KUNIR200,
        comb,
        bee,
        rect(122, 116, 156, 230, KUNIR500, 26),
        rect(136, 160, 18, 150, KUNIR400, 9),
        rect(130, 82, 140, 40, SOGAN800, 8),
        line("M130 102h140", SOGAN400, 3, ' stroke-dasharray="2 9"'),
        rect(158, 196, 120, 96, MORI0, 4),
        shape("M218 214l22 13v26l-22 13l-22 -13v-26Z", KUNIR400),
    )


def p_tahu() -> str:
    def cube(x: float, y: float, s: float, top: str = MORI0, left: str = KUNIR200, right: str = SOGAN300) -> str:
        return (
            shape(f"M{x} {y}l{s} {-s * 0.4:g}l{s} {s * 0.4:g}l{-s} {s * 0.4:g}Z", top)
            + shape(f"M{x} {y}l{s} {s * 0.4:g}v{s * 0.8:g}l{-s} {-s * 0.4:g}Z", left)
            + shape(f"M{x + 2 * s} {y}l{-s} {s * 0.4:g}v{s * 0.8:g}l{s} {-s * 0.4:g}Z", right)
        )

    chilli = (
        line("M296 322q30 -6 52 14", BATA600, 15)
        + line("M296 322l-14 -8", PANDAN700, 7)
        + line("M58 336q24 14 52 -2", PANDAN600, 14)
        + line("M110 334l13 -8", PANDAN800, 6)
    )
    return ware(
        WEDEL100,
        PANDAN400,
        oval(200, 324, 168, 42, SOGAN800),
        oval(200, 314, 168, 40, SOGAN400),
        oval(200, 312, 142, 30, PANDAN600),
        line("M70 310H330", PANDAN800, 3),
        cube(108, 244, 46),
        cube(200, 244, 46),
        cube(154, 178, 46),
        chilli,
    )


def p_anyaman() -> str:
    weave = "".join(
        rect(92 + 27 * k, 184 + 23 * r, 24, 20, (SOGAN300, SOGAN600)[(k + r) % 2], 3)
        for k in range(8)
        for r in range(6)
    )
    return ware(
        PANDAN100,
        SOGAN200,
        line("M108 184Q108 60 200 60T292 184", SOGAN700, 14),
        line("M108 184Q108 60 200 60T292 184", SOGAN300, 4, ' stroke-dasharray="6 12"'),
        clipped(
            "k",
            '<path d="M80 176H320L296 332Q294 344 280 344H120Q106 344 104 332Z"/>',
            [rect(80, 170, 240, 180, SOGAN800), weave],
        ),
        rect(72, 166, 256, 22, SOGAN700, 11),
        line("M84 177H316", SOGAN300, 4, ' stroke-dasharray="2 11"'),
    )


def p_susu() -> str:
    glass = shape("M262 214H342L332 346H272Z", WEDEL200) + shape("M266 240H338L331 342H273Z", MORI0)
    return ware(
        WEDEL200,
        PANDAN400,
        shape("M96 128q0 -20 22 -34V66h76v28q22 14 22 34V332q0 16 -16 16H112q-16 0 -16 -16Z", MORI0),
        rect(112, 46, 88, 26, WEDEL700, 6),
        rect(96, 186, 120, 96, WEDEL700),
        shape("M126 206q20 -8 26 8t-12 26t-24 -10t10 -24ZM166 232q22 -8 26 10t-18 24t-8 -34Z", MORI0),
        glass,
        slits(292, 256, 3, WEDEL100, 6, 60, 13),
    )


def p_salak() -> str:
    def fruit(x: float, y: float, s: float) -> str:
        scales = "".join(
            line(f"M{x - 30 * s + 12 * s * k:g} {y + 8 * s * r + (k % 2) * 4 * s:g}q6 {9 * s:g} 12 0", SOGAN400, 2)
            for k in range(5)
            for r in range(-2, 6)
        )
        return (
            shape(
                f"M{x} {y - 62 * s:g}C{x + 22 * s:g} {y - 34 * s:g} {x + 50 * s:g} {y - 4 * s:g} {x + 46 * s:g} {y + 26 * s:g}Q{x} {y + 76 * s:g} {x - 46 * s:g} {y + 26 * s:g}C{x - 50 * s:g} {y - 4 * s:g} {x - 22 * s:g} {y - 34 * s:g} {x} {y - 62 * s:g}Z",
                SOGAN700,
            )
            + scales
        )

    return ware(
        KUNIR100,
        SOGAN300,
        leaf_tree(70, 300, 240, PANDAN600, PANDAN200),
        leaf_tree(336, 300, 260, PANDAN700, PANDAN400),
        oval(200, 342, 160, 34, SOGAN400),
        oval(200, 336, 150, 28, SOGAN200),
        fruit(126, 262, 1.12),
        fruit(278, 262, 1.12),
        fruit(202, 226, 1.25),
    )


def p_apel() -> str:
    def apple(x: float, y: float, s: float, fill: str, shine: str) -> str:
        return (
            f'<g transform="translate({x} {y}) scale({s})">'
            + shape("M0 -40C16 -58 62 -56 62 -8C62 36 30 58 0 50C-30 58 -62 36 -62 -8C-62 -56 -16 -58 0 -40Z", fill)
            + line("M-38 -18q-6 20 4 38", shine, 8)
            + line("M0 -38q0 -18 10 -26", SOGAN800, 6)
            + oval(28, -60, 20, 9, PANDAN600, -20)
            + "</g>"
        )

    return ware(
        PANDAN100,
        PANDAN400,
        basket(200, 350, 290, SOGAN800),
        apple(122, 204, 0.92, PANDAN600, PANDAN200),
        apple(278, 204, 0.92, KUNIR400, KUNIR100),
        apple(200, 164, 1.05, BATA600, BATA200),
        basket(200, 350, 290, "none"),
    )


def p_sambal() -> str:
    chilli = (
        line("M292 344q34 4 62 -22", BATA600, 17)
        + line("M292 344l-16 2", PANDAN700, 8)
        + line("M52 352q26 -22 60 -10", BATA700, 16)
        + line("M112 342l14 4", PANDAN700, 7)
    )
    return ware(
        BATA100,
        BATA200,
        rect(112, 124, 176, 220, BATA600, 30),
        "".join(
            circle(x, y, 5, KUNIR400)
            for x, y in ((138, 160), (176, 150), (222, 164), (262, 152), (136, 320), (190, 328), (254, 318))
        ),
        rect(124, 80, 152, 50, SOGAN800, 8),
        line("M124 106H276", KUNIR400, 4, ' stroke-dasharray="2 10"'),
        rect(112, 186, 176, 104, MORI0),
        line("M172 252q34 10 62 -18", BATA700, 14),
        line("M172 252l-12 -8", PANDAN700, 7),
        chilli,
    )


def p_jeruk() -> str:
    def orange(x: float, y: float, r: float) -> str:
        return (
            circle(x, y, r, KUNIR400)
            + "".join(
                circle(x + r * dx, y + r * dy, r * 0.05, KUNIR500)
                for dx, dy in ((-0.4, 0), (0, 0.4), (0.4, 0.1), (-0.1, -0.4), (0.3, -0.4), (-0.5, 0.4), (0.45, 0.5))
            )
            + oval(x + r * 0.26, y - r * 0.98, r * 0.4, r * 0.17, PANDAN600, -24)
        )

    half = (
        circle(286, 296, 62, KUNIR500)
        + circle(286, 296, 53, KUNIR100)
        + "".join(
            f'<path d="M286 290L270 252Q286 242 302 252Z" fill="{KUNIR400}" transform="rotate({t} 286 296)"/>'
            for t in range(0, 360, 45)
        )
    )
    return ware(
        PANDAN100,
        PANDAN200,
        leaf_tree(330, 290, 230, PANDAN700, PANDAN400),
        orange(128, 264, 76),
        orange(206, 176, 72),
        half,
    )


def p_jamu() -> str:
    def bottle(x: float, fill: str, h: float = 190) -> str:
        return (
            shape(
                f"M{x - 34} {346 - h + 54:g}q0 -26 20 -34V{346 - h - 34:g}h28v54q20 8 20 34V336q0 10 -10 10h-48q-10 0 -10 -10Z",
                fill,
            )
            + rect(x - 18, 346 - h - 50, 36, 22, SOGAN800, 5)
            + rect(x - 34, 246, 68, 60, MORI0)
            + oval(x, 276, 15, 19, PANDAN600, 24)
            + line(f"M{x - 7} 290l14 -28", PANDAN200, 2)
        )

    root = "".join(
        oval(x, y, 26, 13, KUNIR500, t) + line(f"M{x - 8} {y - 9}v16M{x + 6} {y - 9}v16", SOGAN600, 2)
        for x, y, t in ((84, 364, 12), (124, 372, -14), (318, 366, -10))
    )
    return ware(
        SOGAN100, SOGAN300, bottle(110, KUNIR400), bottle(200, SOGAN600, 206), bottle(290, BATA400), root, level=326
    )


SCENES: dict[str, Callable[[], str]] = {
    "jalan-lama": jalan_lama, "kali-bersih": kali_bersih, "posyandu-malam": posyandu_malam, "musyawarah": musyawarah, "sawah": sawah,
    "pasar": pasar, "pojok-baca": pojok_baca, "tari": tari, "tandon": tandon, "bola": bola, "rukun": rukun, "air-terjun": air_terjun,
    "pantai": pantai, "sapi-perah": sapi_perah, "latihan": latihan, "kebun-sawi": kebun_sawi, "gerabah": gerabah, "jembatan": jembatan,
    "tanam-pohon": tanam_pohon, "kampung-warna": kampung_warna, "gunung": gunung, "bank-sampah": bank_sampah, "warung": warung,
    "kerja-bakti": kerja_bakti,
}  # fmt: skip
WARES: dict[str, Callable[[], str]] = {
    "p-gerabah": p_gerabah, "p-keripik": p_keripik, "p-kopi": p_kopi, "p-batik": p_batik, "p-madu": p_madu, "p-tahu": p_tahu,
    "p-anyaman": p_anyaman, "p-susu": p_susu, "p-salak": p_salak, "p-apel": p_apel, "p-sambal": p_sambal, "p-jeruk": p_jeruk, "p-jamu": p_jamu,
}  # fmt: skip


def drawing(name: str) -> str:
    """The whole SVG of one picture."""
    art, w, h = (SCENES[name](), 640, 400) if name in SCENES else (WARES[name](), 400, 400)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">{art}</svg>\n'


def render(names: list[str]) -> None:
    """Twice as large as drawn, as WebP."""
    import io

    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(**_browser())
        for name in names:
            w, h = (640, 400) if name in SCENES else (400, 400)
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
    wanted = sys.argv[1:] or [*SCENES, *WARES]
    for one in wanted:
        (FOLDER / f"{one}.svg").write_text(drawing(one))
    render(wanted)
