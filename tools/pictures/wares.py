"""What neighbours make, 400 x 400."""

from brush import (
    BATA100,
    BATA200,
    BATA400,
    BATA600,
    BATA700,
    KUNIR100,
    KUNIR200,
    KUNIR400,
    KUNIR500,
    MORI0,
    MORI100,
    PANDAN100,
    PANDAN200,
    PANDAN400,
    PANDAN600,
    PANDAN700,
    PANDAN800,
    SOGAN100,
    SOGAN200,
    SOGAN300,
    SOGAN400,
    SOGAN600,
    SOGAN700,
    SOGAN800,
    SOGAN900,
    WEDEL100,
    WEDEL200,
    WEDEL700,
    WEDEL900,
    basket,
    circle,
    clipped,
    leaf_tree,
    line,
    oval,
    pot,
    rect,
    shape,
    slits,
)


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


ALL = (
    p_gerabah,
    p_keripik,
    p_kopi,
    p_batik,
    p_madu,
    p_tahu,
    p_anyaman,
    p_susu,
    p_salak,
    p_apel,
    p_sambal,
    p_jeruk,
    p_jamu,
)
