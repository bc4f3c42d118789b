"""Weighs what was read: what sells counts, what is told about does not."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field

from kentongan.harvest.guard.lexicon import TOPICS, Kind
from kentongan.harvest.guard.reading import Hit, Reading
from kentongan.harvest.rules.shapes import Reason

POINTS = {Kind.SELLS: 4, Kind.NAMES: 2, Kind.PLAIN: 2, Kind.BRAND: 4, Kind.STRONG: 2, Kind.WEAK: 1}
# The same word again, and the most it gives.
AGAIN = {Kind.SELLS: (1, 3), Kind.NAMES: (1, 2), Kind.PLAIN: (1, 1), Kind.BRAND: (1, 2)}
IN_TITLE = 2
DISGUISED, MOST_DISGUISED = 3, 9
MOST_CALLS = 6
STUFFED = 4
STUFFED_HITS, STUFFED_SHARE = 8, 0.12

# So many points of calls, brands and disguises, and a text invites: its words are only told about in the very sentence of a report.
INVITES = 3
AROUND = 2
FAR, FAR_AROUND = 30, 80
SHOWN = 6


@dataclass(slots=True)
class Weight:
    """Points with their reasons."""

    reasons: list[Reason] = field(default_factory=list)

    @property
    def score(self) -> int:
        return sum(reason.weight for reason in self.reasons)

    def add(self, code: str, weight: int, **values: object) -> None:
        self.reasons.append(Reason(code, dict(values), weight))


def weigh(reading: Reading, *, has_title: bool = False, may_report: bool = True) -> Weight:
    """``has_title``: the first sentence is one. ``may_report`` is False for what readers cannot see: nobody reports in hiding."""
    weight = Weight()
    if not reading.hits:
        return weight
    shields = _Shields(reading) if may_report else None
    counted = _counted(reading, shields)
    for topic in TOPICS:
        hits = [hit for hit in counted if hit.term.topic == topic]
        words = [hit for hit in hits if hit.term.kind is not Kind.BRAND]
        brands = [hit for hit in hits if hit.term.kind is Kind.BRAND]
        if words:
            weight.add("words", _points(words, has_title=has_title), topic=topic, words=_shown(words), count=len(words))
        if brands:
            weight.add("brands", _points(brands, has_title=has_title), names=_shown(brands), count=len(brands))
    if counted:
        calls = _calls(reading, counted, shields)
        if calls:
            points = sum({hit.term.text: POINTS[hit.term.kind] for hit in calls}.values())
            weight.add("calls", min(points, MOST_CALLS, weight.score), words=_shown(calls))
        disguised = {hit.term.text: hit for hit in counted if hit.is_disguised}
        if disguised:
            points = min(MOST_DISGUISED, DISGUISED * len(disguised))
            pairs = [{"written": hit.written, "meant": text} for text, hit in disguised.items()]
            weight.add("disguised", points, words=pairs[:SHOWN], count=len(disguised))
        held = sum(hit.last - hit.first + 1 for hit in counted)
        if len(counted) >= STUFFED_HITS and held >= STUFFED_SHARE * len(reading.tokens):
            weight.add("stuffed", STUFFED, count=len(counted), of=len(reading.tokens))
    told = len(reading.hits) - len(counted)
    if told and shields:
        weight.add("reported", 0, words=_shown(shields.seen), count=told)
    return weight


class _Shields:
    """Where the reports stand."""

    def __init__(self, reading: Reading) -> None:
        self.seen = reading.reports
        self._places: dict[str, list[int]] = {}
        for hit in reading.reports:
            for topic in (hit.term.topic,) if hit.term.topic else ("", *TOPICS):
                self._places.setdefault(topic, []).append(hit.first)
        self._sentence = [reading.sentence_at(i) for i in range(len(reading.tokens))]

    def cover(self, hit: Hit, around: int) -> bool:
        """Whether a report stands in the same sentence, or at most ``around`` sentences away, and not too far."""
        places = self._places.get(hit.term.topic, [])
        far = FAR_AROUND if around else FAR
        for place in places[bisect_left(places, hit.first - far) : bisect_right(places, hit.last + far)]:
            if abs(self._sentence[place] - hit.sentence) <= around:
                return True
        return False


def _counted(reading: Reading, shields: _Shields | None) -> list[Hit]:
    if shields is None or not shields.seen:
        return reading.hits
    open_hits = [hit for hit in reading.hits if not shields.cover(hit, 0)]
    invites = sum({hit.term.text: POINTS[hit.term.kind] for hit in _calls(reading, open_hits, shields)}.values())
    invites += sum(INVITES for hit in open_hits if hit.term.kind is Kind.BRAND or hit.is_disguised)
    if invites < INVITES:
        return [hit for hit in open_hits if not shields.cover(hit, AROUND)]
    # It sells: what only sellers write counts even beside a report.
    return [hit for hit in reading.hits if hit.term.kind in {Kind.SELLS, Kind.BRAND} or not shields.cover(hit, 0)]


def _calls(reading: Reading, hits: list[Hit], shields: _Shields | None) -> list[Hit]:
    """Calls in the sentence of a word, or the next, where nothing is reported."""
    if not hits:
        return []
    sentences = {hit.sentence for hit in hits}
    near = sentences | {sentence + 1 for sentence in sentences}
    inside = [(hit.first, hit.last) for hit in hits]
    calls = []
    for call in reading.calls:
        if call.sentence not in near or (shields and shields.cover(call, 0)):
            continue
        at = bisect_right(inside, (call.first, len(reading.tokens))) - 1
        if at < 0 or inside[at][1] < call.first:
            calls.append(call)
    return calls


def _points(hits: list[Hit], *, has_title: bool) -> int:
    points = 0
    times = Counter(hit.term.text for hit in hits)
    kinds = {hit.term.text: hit.term.kind for hit in hits}
    for text, count in times.items():
        again, most = AGAIN[kinds[text]]
        points += POINTS[kinds[text]] + min(most, again * (count - 1))
    if has_title:
        points += IN_TITLE * len(
            {hit.term.text for hit in hits if hit.sentence == 0 and hit.term.kind in {Kind.SELLS, Kind.BRAND}}
        )
    return points


def _shown(hits: list[Hit]) -> list[str]:
    """As they were written, each once, the most telling first."""
    order = sorted(hits, key=lambda hit: -POINTS.get(hit.term.kind, 0))
    return list({hit.written.casefold(): hit.written for hit in reversed(order)}.values())[::-1][:SHOWN]
