"""Tells what somebody left who broke into a site to be seen: a few words, and no goods."""

from bisect import bisect_right

from kentongan.harvest.guard.folding import spaced
from kentongan.harvest.guard.lexicon import DEFACING, HANDLES, IDLE_WORDS, Term, glance
from kentongan.harvest.guard.reading import Hit, Reading

# In letters, what is looked at; in words, how long a whole message is, and a line that begins with its author's boast.
BEGINNING = 600
SHORT_TEXT, SHORTER_TEXT, SHORT_LINE, SHORT_NAME = 60, 20, 8, 4
# Words of a title after such a sentence: “Hacked by Nature: …” begins a story.
STORY = 4
# Whose reports are no news of it: they stand in such messages, too.
_OWN_WORDS = ("retas", "bajak")


def defacement(text: str, folded: str) -> str:
    """The words that show it, as they were written; empty where nobody left any. A title is the first line."""
    words = [IDLE_WORDS[token] or glance(token).word for token in spaced(folded[:BEGINNING]).split()]
    if DEFACING.heads.isdisjoint(words):
        return ""
    if DEFACING.single.keys().isdisjoint(words) and not DEFACING.may_hold_phrase(list(filter(None, words))):
        return ""
    reading = Reading(text[:BEGINNING])
    marks = list(reading.hits_of(DEFACING))
    if not marks or any(_tells(hit.term) for hit in reading.reports):
        return ""
    is_whole = len(text) <= BEGINNING
    sure = next((hit for hit in marks if _is_boast(reading, hit, marks)), None)
    if sure is None and is_whole and len(reading.words) <= SHORTER_TEXT:
        sure = next((hit for hit in marks if hit.term.topic == "sure"), None)
    if sure is None and is_whole and len(reading.words) <= SHORT_TEXT and len({hit.term.text for hit in marks}) > 1:
        # A homestay is owned by a family and touched by an artist.
        sure = next((hit for hit in marks if hit.term.topic != "boast of some"), None)
    return reading.line_of(sure) if sure else ""


def _tells(report: Term) -> bool:
    return not report.topic and not any(word in report.text for word in _OWN_WORDS)


def _is_boast(reading: Reading, hit: Hit, marks: list[Hit]) -> bool:
    """“Hacked by somebody” as a sentence of its own; “owned by”, or where a story follows, only before a name that nobody is called by."""
    words = reading.sentence_of(hit)
    after = words[hit.last - hit.first + 1 :]
    if len(words) > SHORT_LINE or words[:1] != [reading.words[hit.first]] or not after:
        return False
    if any(word in HANDLES or (not word.isdigit() and not word.isalpha()) for word in after):
        return hit.term.topic.startswith("boast")
    return hit.term.topic == "boast" and len(after) <= SHORT_NAME and not _begins_story(reading, hit, marks)


def _begins_story(reading: Reading, hit: Hit, marks: list[Hit]) -> bool:
    """Whether the title goes on, and says more than such people do."""
    further = range(bisect_right(reading.sentences, hit.sentence), reading.first_line)
    return len(further) >= STORY and not any(mark.first in further for mark in marks)
