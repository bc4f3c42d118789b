"""What the guard says to people."""

import json
import re

import pytest
from django.utils import translation

from kentongan.harvest.guard import judge_channel, judge_entry
from kentongan.harvest.guard.channels import weighed
from kentongan.harvest.guard.lexicon import TOPICS
from kentongan.harvest.rules.reasons import _SCRIPTS, _SENTENCES, _TOPICS, sentence
from kentongan.harvest.rules.shapes import Past, Reason, Seen
from tests.harvest.guard_cases import HELD_OUT, TUNED, cases
from tests.harvest.test_guard_channels import CHANGES, SETTLED, page, spam

SPAM_PAGE = page(
    "<p>NUSA88 situs slot gacor maxwin, link alternatif, daftar sekarang, klaim bonus.</p><p hidden>slot gacor, maxwin</p>"
    '<a href="https://slotgacor-a.example">a</a><iframe src="https://slotgacor-b.example"></iframe>',
    head="<title>NUSA88 Situs Slot Gacor</title>",
)
# What somebody left behind.
LEFT_PAGE = page('<a href="https://a.example/">slot gacor</a>', head="<title>Hacked by Mr.X404</title>")


def reasons() -> list[Reason]:
    """One of each code at least, as the guard gives them."""
    found = [
        reason
        for part in (*TUNED, *HELD_OUT)
        for case in cases(part)
        for reason in judge_entry(case.seen, past=Past()).reasons
    ]
    for seen in [*CHANGES.values(), [spam(1), spam(2)]]:
        found += judge_channel(seen, [judge_entry(one, past=SETTLED) for one in seen], past=SETTLED).reasons
    for one, other in ((SPAM_PAGE, ""), (page(), SPAM_PAGE), (LEFT_PAGE, "")):
        found += judge_channel(
            [], [], past=Past(), page=weighed(one.encode()), other_page=weighed(other.encode())
        ).reasons
    return found


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    assert {reason.code for reason in reasons()} | {"person"} == set(_SENTENCES)


def test_sentences_are_whole_and_short_enough_to_read() -> None:
    for reason in reasons():
        said = sentence(json.loads(json.dumps(reason.as_json())))
        assert said[0].isupper() or said[0].isdigit(), said
        assert said.endswith("."), said
        assert not re.search(r"%\(|\{|\bNone\b|  |: \.|!", re.sub(r"“[^”]*”", "x", said)), said
        assert len(said) < 600, said


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "reason", [{}, {"code": "of another version"}, *({"code": code} for code in _SENTENCES), {"code": "words", "values": None}]
)  # fmt: skip
def test_a_reason_of_another_version_is_no_error(reason: dict, language: str) -> None:
    with translation.override(language):
        assert sentence(reason)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            Reason("words", {"topic": "gambling", "words": ["slot gacor", "maxwin"], "count": 5}),
            "Ada 5 kata promosi judi: “slot gacor”, “maxwin”.",
        ),
        (
            Reason("disguised", {"pairs": [{"written": "s1ot", "meant": "slot"}], "count": 1}),
            "Ada kata yang disamarkan: “s1ot” untuk “slot”.",
        ),
        (
            Reason("script", {"script": "japanese", "percent": 82}),
            "82% hurufnya beraksara Jepang, padahal situs ini tidak biasa menulis begitu.",
        ),
        (
            Reason("share", {"count": 3, "of": 4, "topics": ["gambling"], "titles": ["NUSA88"]}),
            "3 dari 4 kabar yang terlihat berisi promosi judi, misalnya “NUSA88”.",
        ),
        (
            Reason("pace", {"count": 40, "usual": 0.2}),
            "Kabarnya mendadak banyak: 40 dalam satu hari, biasanya sekitar 0,2 sehari.",
        ),
    ],
)
def test_what_is_said(reason: Reason, said: str) -> None:
    with translation.override("id"):
        assert sentence(reason.as_json()) == said


def test_each_subject_and_script_has_a_name() -> None:
    assert set(TOPICS) <= set(_TOPICS)
    shown = {reason.values["script"] for reason in reasons() if reason.code == "script"}
    assert shown <= set(_SCRIPTS)
    assert judge_entry(Seen(link="", title="ສະບາຍດີ ທຸກໆຄົນ"), past=Past()).reasons[0].values["script"] in _SCRIPTS
