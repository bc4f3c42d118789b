"""Scenes of what villages do together, 640 x 400."""

from collections.abc import Callable

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
    clipped,
    dotted,
    hill,
    house,
    lamp,
    leaf_tree,
    line,
    oval,
    palm,
    person,
    rect,
    ring,
    seated,
    shape,
    sky,
    slits,
    sun,
    waves,
)


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


ALL = (jalan_lama, kali_bersih, posyandu_malam, musyawarah, sawah, pasar, pojok_baca, tari, tandon, bola, rukun)
