"""Colours, strokes, and what several pictures share. Sizes are units of a picture: scenes are 640 x 400, wares 400 x 400."""

from collections.abc import Callable, Iterable

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


def pot(x: float, base: float, s: float, body: str = BATA700, neck: str = BATA800, mark: str = MORI100) -> str:
    return f'<g transform="translate({x:g} {base:g}) scale({s:g})">' + (
        rect(-31, -152, 62, 15, neck, 3) + shape("M-22 -138H22C20 -116 62 -104 62 -62C62 -26 44 0 36 0H-36C-44 0 -62 -26 -62 -62C-62 -104 -20 -116 -22 -138Z", body)
        + line("M-36 -94H36", mark, 6, ' stroke-dasharray="0 11"') + line("M-58 -66q14 -12 29 0t29 0t29 0t29 0M-54 -38q13 -11 27 0t27 0t27 0t27 0", mark, 5)
    ) + "</g>"  # fmt: skip
