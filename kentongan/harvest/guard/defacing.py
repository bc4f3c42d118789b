"""Tells what somebody left who broke into a site to be seen: a few words, and no goods."""

from kentongan.harvest.guard.folding import spaced
from kentongan.harvest.guard.lexicon import DEFACING, HANDLES, IDLE_WORDS, Term
from kentongan.harvest.guard.reading import Hit, Reading

# In letters, what is looked at; in words, how long a whole message is, and a line that begins with its author's boast.
BEGINNING = 600
SHORT_TEXT, SHORTER_TEXT, SHORT_LINE = 60, 20, 8
# Whose reports are no news of it: they stand in such messages, too.
_OWN_WORDS = ("retas", "bajak")


def defacement(text: str, folded: str) -> str:
    """The words that show it, as they were written; empty where nobody left any. A title is the first line."""
    words = [IDLE_WORDS[token] for token in spaced(folded[:BEGINNING]).split()]
    if None not in words and DEFACING.heads.isdisjoint(words):
        return ""
    reading = Reading(text[:BEGINNING])
    marks = list(reading.hits_of(DEFACING))
    if not marks or any(_tells(hit.term) for hit in reading.reports):
        return ""
    is_whole = len(text) <= BEGINNING
    sure = next((hit for hit in marks if _is_boast(reading, hit)), None)
    if sure is None and is_whole and len(reading.words) <= SHORTER_TEXT:
        sure = next((hit for hit in marks if hit.term.topic == "sure"), None)
    if sure is None and is_whole and len(reading.words) <= SHORT_TEXT and len({hit.term.text for hit in marks}) > 1:
        # A homestay is owned by a family and touched by an artist.
        sure = next((hit for hit in marks if hit.term.topic != "boast of some"), None)
    return reading.line_of(sure) if sure else ""


def _tells(report: Term) -> bool:
    return not report.topic and not any(word in report.text for word in _OWN_WORDS)


def _is_boast(reading: Reading, hit: Hit) -> bool:
    """“Hacked by somebody” as a sentence of its own; “owned by” only before a name that nobody is called by."""
    words = reading.sentence_of(hit)
    after = words[hit.last - hit.first + 1 :]
    if len(words) > SHORT_LINE or words[:1] != [reading.words[hit.first]] or not after:
        return False
    if hit.term.topic == "boast":
        return True
    return hit.term.topic == "boast of some" and any(
        word in HANDLES or (not word.isdigit() and not word.isalpha()) for word in after
    )
