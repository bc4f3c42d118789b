"""Scenes of land, work and places, 640 x 400."""

from brush import (
    BATA200,
    BATA400,
    BATA600,
    BATA700,
    BATA800,
    CLOTHES,
    KUNIR100,
    KUNIR200,
    KUNIR400,
    KUNIR500,
    MORI0,
    MORI50,
    MORI100,
    MORI200,
    PANDAN100,
    PANDAN200,
    PANDAN400,
    PANDAN600,
    PANDAN700,
    PANDAN800,
    SKY,
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
    WEDEL300,
    WEDEL400,
    WEDEL500,
    WEDEL600,
    WEDEL700,
    WEDEL800,
    WEDEL900,
    basket,
    bunting,
    circle,
    dotted,
    hill,
    house,
    leaf_tree,
    line,
    oval,
    palm,
    person,
    pine,
    pot,
    rect,
    ring,
    shape,
    sky,
    slits,
    sun,
    table,
    waves,
)


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


ALL = (
    air_terjun,
    pantai,
    sapi_perah,
    latihan,
    kebun_sawi,
    gerabah,
    jembatan,
    tanam_pohon,
    kampung_warna,
    gunung,
    bank_sampah,
    warung,
    kerja_bakti,
)
