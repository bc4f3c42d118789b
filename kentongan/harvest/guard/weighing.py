"""Weighs what was read: what sells counts, what is told about does not."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kentongan.harvest.guard.lexicon import ADDRESS, ANY, TOPICS, Kind
from kentongan.harvest.guard.reading import Hit, Reading
from kentongan.harvest.rules.shapes import Reason

POINTS = {Kind.SELLS: 4, Kind.NAMES: 2, Kind.PLAIN: 2, Kind.BRAND: 4, Kind.STRONG: 2, Kind.WEAK: 1, Kind.REPORT: 0}
# The most that the same word gives more, a point each time.
MOST_AGAIN = {Kind.SELLS: 3, Kind.NAMES: 2, Kind.PLAIN: 1, Kind.BRAND: 2}
IN_TITLE = 2
DISGUISED, MOST_DISGUISED = 4, 9
# A title of which more than half sells.
BARE = 4
MOST_CALLS = 6
STUFFED = 4
STUFFED_HITS, STUFFED_SHARE = 8, 0.12

# So many points of calls, brands and disguises, and a text invites: what only sellers write then counts even beside a report.
INVITES = 4
# Sentences around a report that it covers where nothing invites; in tokens, how far it reaches in its own and in those.
AROUND = 1
FAR, FAR_AROUND = 30, 80
SHOWN = 6
# Words of an entry that are weighed together, and of a page, where many items stand below each other.
STRETCH, PAGE_STRETCH = 200, 60


@dataclass(slots=True)
class Weight:
    """Points with their reasons."""

    reasons: list[Reason] = field(default_factory=list)

    @property
    def score(self) -> int:
        return sum(reason.weight for reason in self.reasons)

    @property
    def words(self) -> list[str]:
        """What was seen and counts, for a sentence about all of it."""
        words = [word for reason in self.reasons if reason.weight for word in reason.values.get("words", ())]
        return [word for word in words if isinstance(word, str)][:SHOWN]

    def add(self, code: str, weight: int, **values: object) -> None:
        self.reasons.append(Reason(code, dict(values), weight))


def weigh(reading: Reading, *, has_title: bool = False, may_report: bool = True, length: int = STRETCH) -> Weight:
    """The heaviest stretch of a text: many items of news below each other are no advertisement.

    ``has_title``: the first line is one, and belongs to each stretch. ``may_report`` is False for what readers cannot see:
    nobody reports in hiding.
    """
    if not reading.hits:
        return Weight()
    shields = _Shields(reading.reports if may_report else [])
    weights = [
        _weigh_stretch(reading, stretch, shields, has_title) for stretch in _stretches(reading, has_title, length)
    ]
    return max(weights, key=lambda weight: weight.score)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Hits that stand together, and what asks and tells around them."""

    hits: list[Hit]
    calls: list[Hit]
    reports: list[Hit]
    # First word after the title; 0 where there is none.
    end_of_title: int = 0


def _stretches(reading: Reading, has_title: bool, length: int) -> Iterator[_Stretch]:
    end_of_title = reading.first_line if has_title else 0
    if len(reading.words) <= length:
        yield _Stretch(reading.hits, reading.calls, reading.reports, end_of_title)
        return
    end_of_title = min(end_of_title, length // 2)
    for start in range(end_of_title, len(reading.words), length // 2):
        ranges = (0, end_of_title), (start, start + length)
        hits, calls, reports = (_between(hits, ranges) for hits in (reading.hits, reading.calls, reading.reports))
        if hits:
            yield _Stretch(hits, calls, reports, end_of_title)


def _between(hits: list[Hit], ranges: Iterable[tuple[int, int]]) -> list[Hit]:
    found: list[Hit] = []
    for start, end in ranges:
        found += hits[bisect_left(hits, start, key=_place) : bisect_left(hits, end, key=_place)]
    return found


def _place(hit: Hit) -> int:
    return hit.first


def _weigh_stretch(reading: Reading, stretch: _Stretch, shields: "_Shields", has_title: bool) -> Weight:
    weight = Weight()
    counted = _counted(reading, stretch, shields, has_title)
    for topic in TOPICS:
        for code, are_brands in (("words", False), ("brands", True)):
            hits = [hit for hit in counted if hit.term.topic == topic and (hit.term.kind is Kind.BRAND) == are_brands]
            if hits:
                points = _points(hits, end_of_title=reading.first_line if has_title else 0)
                weight.add(code, points, topic=topic, words=_shown(reading, hits), count=len(hits))
    if counted:
        calls = _calls(stretch, counted, shields)
        _weigh_manner(weight, reading, counted, calls)
        if has_title:
            _weigh_bare(weight, reading, counted, calls)
    told = len(stretch.hits) - len(counted)
    if told:
        weight.add("reported", 0, words=_shown(reading, stretch.reports), count=told)
    return weight


def _weigh_manner(weight: Weight, reading: Reading, counted: list[Hit], calls: list[Hit]) -> None:
    """Points for calls, disguises and stuffing."""
    if calls:
        points = min(_call_points(calls), MOST_CALLS, weight.score)
        weight.add("calls", points, words=_shown(reading, calls))
    disguised = {hit.term.text: hit for hit in counted if reading.is_disguised(hit)}
    if disguised:
        pairs = [{"written": reading.written(hit), "meant": text} for text, hit in disguised.items()][:SHOWN]
        weight.add("disguised", min(MOST_DISGUISED, DISGUISED * len(disguised)), pairs=pairs, count=len(disguised))
    held = sum(hit.last - hit.first + 1 for hit in counted)
    words = min(len(reading.words), STRETCH)
    if len(counted) >= STUFFED_HITS and held >= STUFFED_SHARE * words:
        weight.add("stuffed", STUFFED, count=len(counted), of=words)


def _weigh_bare(weight: Weight, reading: Reading, counted: list[Hit], calls: list[Hit]) -> None:
    """Points for a title that says little else."""
    named = [hit for hit in counted if hit.first < reading.first_line]
    held = sum(hit.last - hit.first + 1 for hit in (*named, *calls) if hit.first < reading.first_line)
    if 2 * held > reading.words_of_title and any(hit.term.kind in {Kind.SELLS, Kind.BRAND} for hit in named):
        weight.add("bare", BARE, words=_shown(reading, named))


class _Shields:
    """Where reports stand, by subject and sentence."""

    def __init__(self, reports: list[Hit]) -> None:
        self._places: dict[tuple[str, int], list[int]] = {}
        for hit in reports:
            for topic in {"": ("", ANY, *TOPICS), ANY: (ANY, *TOPICS)}.get(hit.term.topic, (hit.term.topic,)):
                self._places.setdefault((topic, hit.sentence), []).append(hit.first)

    @property
    def are_none(self) -> bool:
        return not self._places

    def tell(self, hit: Hit) -> bool:
        """Whether a report that is not of its subject alone stands in the same sentence: jamu is sold, too."""
        return self._stands(ANY, hit, hit.sentence, FAR)

    def cover(self, hit: Hit, around: int = 0) -> bool:
        """Whether a report stands in the same sentence, or at most ``around`` sentences away, and not too far.

        A co-operative lends, but none says "without any check": what only sellers write needs a report of no special subject.
        """
        topic = "" if hit.term.kind is Kind.SELLS else hit.term.topic
        far = FAR_AROUND if around else FAR
        return any(
            self._stands(topic, hit, sentence, far)
            for sentence in range(hit.sentence - around, hit.sentence + around + 1)
        )

    def _stands(self, topic: str, hit: Hit, sentence: int, far: int) -> bool:
        places = self._places.get((topic, sentence), ())
        return bisect_left(places, hit.first - far) < bisect_right(places, hit.last + far)


def _counted(reading: Reading, stretch: _Stretch, shields: _Shields, has_title: bool) -> list[Hit]:
    """The hits that nobody merely tells about, subject by subject."""
    is_told = has_title and reading.announces_others
    if shields.are_none and not is_told:
        return stretch.hits
    topics = {hit.term.topic for hit in stretch.hits}
    is_told |= has_title and any(hit.first < reading.first_line and shields.tell(hit) for hit in stretch.hits)
    return [
        hit
        for topic in TOPICS
        if topic in topics
        for hit in _sold(
            reading, stretch, [hit for hit in stretch.hits if hit.term.topic == topic], shields, is_told=is_told
        )
    ]


def _sold(reading: Reading, stretch: _Stretch, hits: list[Hit], shields: _Shields, *, is_told: bool) -> list[Hit]:
    """``is_told``: the title already tells about it."""
    bare = [hit for hit in hits if not shields.cover(hit)]
    # Whoever tells of an advertisement may quote its calls.
    calls = [call for call in _calls(stretch, bare, shields) if not (is_told and reading.is_quoted(call))]
    invites = _call_points(calls)
    invites += sum(INVITES for hit in bare if hit.term.kind is Kind.BRAND or reading.is_disguised(hit))
    if invites < INVITES:
        if is_told:
            return []
        if not _speaks_to_you(reading, bare):
            return [hit for hit in bare if not shields.cover(hit, AROUND)]
    return [hit for hit in hits if hit.term.kind in {Kind.SELLS, Kind.BRAND} or not shields.cover(hit)]


def _speaks_to_you(reading: Reading, bare: list[Hit]) -> bool:
    """Whether a sentence holds two words that only sellers write, and speaks to its reader: it sells, whatever stands around it."""
    sold = Counter(
        sentence for sentence, _text in {(hit.sentence, hit.term.text) for hit in bare if hit.term.kind is Kind.SELLS}
    )
    for sentence, count in sold.items():
        first = bisect_left(reading.sentences, sentence)
        if count > 1 and ADDRESS.intersection(reading.words[first : bisect_right(reading.sentences, sentence)]):
            return True
    return False


def _calls(stretch: _Stretch, hits: list[Hit], shields: _Shields) -> list[Hit]:
    """Calls in the sentence of a hit or the next one, where nothing is reported; where the title sells, strong ones anywhere."""
    does_title_sell = any(hit.first < stretch.end_of_title and hit.term.kind is Kind.SELLS for hit in hits)
    sentences = {hit.sentence for hit in hits}
    sentences |= {sentence + 1 for sentence in sentences}
    within = {place for hit in hits for place in range(hit.first, hit.last + 1)}
    return [
        call
        for call in stretch.calls
        if (call.sentence in sentences or (does_title_sell and call.term.kind is Kind.STRONG))
        and call.first not in within
        and not shields.cover(call)
    ]


def _call_points(calls: list[Hit]) -> int:
    return sum({hit.term.text: POINTS[hit.term.kind] for hit in calls}.values())


def _points(hits: list[Hit], *, end_of_title: int) -> int:
    times = Counter(hit.term for hit in hits)
    points = sum(POINTS[term.kind] + min(MOST_AGAIN[term.kind], count - 1) for term, count in times.items())
    telling = {hit.term for hit in hits if hit.first < end_of_title and hit.term.kind in {Kind.SELLS, Kind.BRAND}}
    return points + IN_TITLE * len(telling)


def _shown(reading: Reading, hits: list[Hit]) -> list[str]:
    """Each term once, as it was written, the most telling first."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.term.text, hit)
    telling = sorted(first.values(), key=lambda hit: -POINTS[hit.term.kind])[:SHOWN]
    return [reading.written(hit) for hit in telling]
