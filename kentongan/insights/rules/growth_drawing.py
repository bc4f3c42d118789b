"""The growth chart as a drawing: strokes, ticks, and captions that cover neither the line nor each other."""

import datetime as dt
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from kentongan.insights.rules.growth import Goal, Series, Vertex
from kentongan.insights.rules.sentences import number

CAPSULE_WIDTH, CAPSULE_HEIGHT = 8, 16
LINE_HEIGHT = 21
# Wide enough for the widest system fonts; a narrower one only leaves more air.
FIGURE_WIDTH, WORD_WIDTH = 11, 8.7
TOP, BOTTOM, LEFT = 26, 30, 52


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Caption:
    """A figure and its words at a point: ``words`` stand before the figure or after it."""

    figure: str
    words: str
    words_first: bool = True

    @property
    def width(self) -> float:
        return len(self.figure) * FIGURE_WIDTH + (len(self.words) + 1) * WORD_WIDTH


@dataclass(frozen=True, slots=True)
class Point:
    """A capsule (or the ring of a goal) at its centre, with its caption's place where there is room for one."""

    x: float
    y: float
    caption: Caption
    box: Box | None = None
    is_goal: bool = False
    is_active: bool = False

    @property
    def left(self) -> float:
        return round(self.x - CAPSULE_WIDTH / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - CAPSULE_HEIGHT / 2, 1)

    @property
    def anchor(self) -> str:
        """Which end of the words is nailed down: the one at the point, as widths are only guessed."""
        if self.box is None or self.box.x >= self.x - CAPSULE_WIDTH:
            return "start"
        return "end" if self.box.x + self.box.width <= self.x + CAPSULE_WIDTH else "middle"

    @property
    def text_x(self) -> float:
        if self.box is None:
            return 0
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return round(self.box.x + share * self.box.width, 1)

    @property
    def text_y(self) -> float:
        return round(self.box.y + LINE_HEIGHT - 5, 1) if self.box else 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template draws."""

    width: int
    height: int
    solid: str
    dotted: str
    points: tuple[Point, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    plot_right: float
    # The line of active groups, and the distance between the two last points.
    active_solid: str = ""
    active_dotted: str = ""
    between: str = ""

    @property
    def plot_left(self) -> int:
        return LEFT

    @property
    def base(self) -> int:
        return self.height - BOTTOM

    @property
    def axis_text(self) -> int:
        return self.height - BOTTOM + 21


def nice_step(top: int, most: int = 3) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … of which at most ``most`` fit into ``top``."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if top / (step * factor) <= most:
                return step * factor
        step *= 10


def growth_chart(
    series: Series,
    captions: Sequence[Caption],
    goal_captions: Sequence[Caption],
    *,
    width: int,
    height: int,
    active: Sequence[Vertex] = (),
    active_caption: Caption | None = None,
) -> Chart | None:
    """Lay the series out in a drawing; one caption for each mark and each goal. None when there is nothing to draw.

    ``active`` are the active groups over time, of which the last one is marked and named.
    """
    if not series.vertices:
        return None
    scale = _Scale.of(series, width, height)
    between = ""
    if active:
        x, upper = scale.x(active[-1].on), scale.y(series.vertices[-1].groups)
        lower = scale.y(active[-1].groups)
        # Only where the capsules leave a stretch to see.
        if lower - upper > 2 * CAPSULE_HEIGHT:
            between = f"M{x:g} {upper + CAPSULE_HEIGHT / 2 + 4:g}V{lower - CAPSULE_HEIGHT / 2 - 4:g}"
    return Chart(
        width=width,
        height=height,
        solid=_strokes(series.vertices, scale, dotted=False),
        dotted=_strokes(series.vertices, scale, dotted=True),
        points=_captioned(series, captions, goal_captions, scale, active, active_caption),
        rows=scale.rows,
        columns=scale.columns,
        plot_right=width - scale.right,
        active_solid=_strokes(active, scale, dotted=False),
        active_dotted=_strokes(active, scale, dotted=True),
        between=between,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    width: int
    height: int
    first: dt.date
    days: int
    top: int
    step: int
    right: int

    @classmethod
    def of(cls, series: Series, width: int, height: int) -> "_Scale":
        points: list[Vertex | Goal] = [*series.vertices, *series.goals]
        first = series.vertices[0].on
        last = max(point.on for point in points)
        if (last - first).days > 300:
            first = first.replace(month=1, day=1)
        top = max(1, *(point.groups for point in points))
        # Room for "250 terbentuk" behind the last point, where the drawing is wide enough to give it away.
        right = 148 if width >= 600 else 16
        return cls(width, height, first, max(1, (last - first).days), top, nice_step(top), right)

    def x(self, day: dt.date) -> float:
        span = self.width - LEFT - self.right - CAPSULE_WIDTH
        return round(LEFT + CAPSULE_WIDTH / 2 + span * (day - self.first).days / self.days, 1)

    def y(self, groups: int) -> float:
        span = self.height - TOP - BOTTOM
        return round(self.height - BOTTOM - span * groups / self.top, 1)

    @property
    def rows(self) -> tuple[Tick, ...]:
        return tuple(Tick(self.y(value), number(value)) for value in range(0, self.top + 1, self.step))

    @property
    def columns(self) -> tuple[Tick, ...]:
        last = self.first.year + (self.days + self.first.timetuple().tm_yday - 1) // 365
        years = [year for year in range(self.first.year, last + 1) if self._holds(dt.date(year, 1, 1))]
        room = max(2, (self.width - LEFT - self.right) // 62)
        every = -(-len(years) // room) if years else 1
        return tuple(Tick(self.x(dt.date(year, 1, 1)), str(year)) for year in years[::every])

    def _holds(self, day: dt.date) -> bool:
        return 0 <= (day - self.first).days <= self.days


def _strokes(vertices: Sequence[Vertex], scale: _Scale, *, dotted: bool) -> str:
    """The path of all solid, or all dotted, stretches."""
    parts: list[str] = []
    pen: tuple[float, float] | None = None
    for before, after in itertools.pairwise(vertices):
        if after.dotted != dotted:
            continue
        start, end = (scale.x(before.on), scale.y(before.groups)), (scale.x(after.on), scale.y(after.groups))
        if pen != start:
            parts.append(f"M{start[0]:g} {start[1]:g}")
        parts.append(f"L{end[0]:g} {end[1]:g}")
        pen = end
    return "".join(parts)


def _captioned(
    series: Series,
    captions: Sequence[Caption],
    goal_captions: Sequence[Caption],
    scale: _Scale,
    active: Sequence[Vertex] = (),
    active_caption: Caption | None = None,
) -> tuple[Point, ...]:
    """Every mark and goal, each caption where it covers no other caption, no capsule, and as little line as can be."""
    points = [
        *(Point(scale.x(m.on), scale.y(m.groups), c) for m, c in zip(series.marks, captions, strict=True)),
        *(
            Point(scale.x(g.on), scale.y(g.groups), c, is_goal=True)
            for g, c in zip(series.goals, goal_captions, strict=True)
        ),
    ]
    if active and active_caption:
        points.append(Point(scale.x(active[-1].on), scale.y(active[-1].groups), active_caption, is_active=True))
    taken = [Box(point.x - 7, point.y - 10, 14, 20) for point in points]
    line = _samples(series.vertices, scale)
    # Two lines are searched from left to right together.
    line = sorted([*line, *_samples(active, scale)]) if active else line
    placed: dict[int, Box] = {}
    last_mark = len(series.marks) - 1
    order = sorted(
        range(len(points)),
        key=lambda place: (
            # Goals of the margin first where there is one: nothing else can go there.
            not (scale.right > 100 and points[place].x > points[last_mark].x),
            place != last_mark and not points[place].is_active,
            place != 0,
            -place,
        ),
    )
    for place in order:
        point = points[place]
        others = [box for index, box in enumerate(taken) if index != place] + list(placed.values())
        fits = [
            box
            for box in _candidates(point, is_last=place == last_mark or point.is_active)
            if box.x >= 0
            and box.x + box.width <= scale.width
            and box.y >= 0
            and box.y + box.height <= scale.height - BOTTOM
            and not any(box.overlaps(other) for other in others)
        ]
        if fits:
            placed[place] = min(fits, key=lambda box: _covered(box, line))
    return tuple(
        Point(point.x, point.y, point.caption, placed.get(place), point.is_goal, point.is_active)
        for place, point in enumerate(points)
    )


def _candidates(point: Point, *, is_last: bool) -> list[Box]:
    width, height = point.caption.width, LINE_HEIGHT
    middle = point.y - height / 2
    right = Box(point.x + 11, middle, width, height)
    boxes = [
        Box(point.x - 11 - width, middle, width, height),
        Box(point.x - 4, point.y - 14 - height, width, height),
        Box(point.x - width / 2, point.y - 12 - height, width, height),
        Box(point.x - width + 4, point.y - 12 - height, width, height),
        right,
        Box(point.x - 4, point.y + 12, width, height),
        Box(point.x - width / 2, point.y + 12, width, height),
        Box(point.x - width + 4, point.y + 12, width, height),
        Box(point.x - 11 - width, middle - 14, width, height),
        Box(point.x - 11 - width, middle + 14, width, height),
        Box(point.x - 11 - width, point.y - 46, width, height),
        Box(point.x - width + 4, point.y - 36 - height, width, height),
        Box(point.x - 4, point.y - 32 - height, width, height),
    ]
    if point.is_goal:
        boxes = [right, *(Box(right.x, middle + shift, width, height) for shift in (-9, 9, -18, 18)), *boxes]
    return [right, *boxes] if is_last else boxes


def _covered(box: Box, line: Sequence[tuple[float, float]]) -> int:
    """How many points of the line, which runs from left to right, lie in the box."""
    first = bisect_left(line, box.x, key=itemgetter(0))
    last = bisect_right(line, box.x + box.width, lo=first, key=itemgetter(0))
    return sum(box.y <= y <= box.y + box.height for _x, y in line[first:last])


def _samples(vertices: Sequence[Vertex], scale: _Scale) -> list[tuple[float, float]]:
    """Points along the line, four pixels apart, from left to right."""
    found = []
    for before, after in itertools.pairwise(vertices):
        x, y = scale.x(before.on), scale.y(before.groups)
        dx, dy = scale.x(after.on) - x, scale.y(after.groups) - y
        steps = max(1, int((dx * dx + dy * dy) ** 0.5 // 4))
        found += [(x + dx * step / steps, y + dy * step / steps) for step in range(steps + 1)]
    return found
