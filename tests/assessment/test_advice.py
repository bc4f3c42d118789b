"""Verdicts with their reasons: advice that works and asks for no more than needed, and falls on their announced days."""

import datetime as dt
from itertools import combinations_with_replacement

from hypothesis import assume, given, settings

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.engine import Kept, assess, rank_on, raw_rank
from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.assessment.rules.next_step import next_step
from kentongan.assessment.rules.reading import read_document
from tests.assessment import reference
from tests.assessment.made import KINDS, START, a_day, a_term, an_instrument, an_item, some_facts

DAY = dt.timedelta(days=1)


@settings(max_examples=300)
@given(an_instrument(), some_facts(), a_day)
def test_following_an_advice_raises(document: Document, facts: Facts, day: dt.date) -> None:
    found = assess(document, facts, day)
    known = facts.known_on(day)
    for advice in (*found.rises, *([found.repair] if found.repair else [])):
        assert advice.steps
        assert advice.units >= sum(step.n for step in advice.steps if step.measure != Measure.MONTHS)
        if advice.ready_on == day:
            done = known.with_added(advice.items, advice.terms)
            assert reference.naive_raw(document, done, day) == advice.rank
            assert advice.rank > found.raw


@settings(max_examples=150)
@given(an_instrument(), some_facts(), a_day)
def test_no_smaller_work_raises_as_far(document: Document, facts: Facts, day: dt.date) -> None:
    """Tried against every set of up to two records of every kind that a group can wish for."""
    known = facts.known_on(day)
    assume(known.exists_on(day))
    found = assess(document, known, day)
    records = [Item(kind, day) for kind in KINDS if kind != "undangan-terlewat"]
    records += [Item("program-kerja", day, until=day + 1094 * DAY), Term(day, day + 1094 * DAY)]
    for size in (1, 2):
        for chosen in combinations_with_replacement(records, size):
            items = [one for one in chosen if isinstance(one, Item)]
            done = known.with_added(items, [one for one in chosen if isinstance(one, Term)])
            reached = raw_rank(document, done, day)
            if reached > found.rank:
                assert any(advice.rank >= reached and advice.units <= size for advice in found.rises)


@settings(max_examples=200)
@given(an_instrument(), some_facts(), a_day)
def test_nothing_falls_before_its_announced_day(document: Document, facts: Facts, day: dt.date) -> None:
    known = facts.known_on(day)
    found = assess(document, facts, day)
    seen: dict[int, dt.date] = {}
    lowest = found.rank
    for one in reference.days(day, day + 260 * DAY):
        rank = rank_on(document, known, one)
        if rank < lowest:
            seen[rank], lowest = one, rank
    assert {fall.rank: fall.on for fall in found.falls} == seen


@settings(max_examples=200)
@given(an_instrument(), some_facts(), a_day)
def test_what_keeps_a_tier_keeps_it(document: Document, facts: Facts, day: dt.date) -> None:
    known = facts.known_on(day)
    found = assess(document, facts, day)
    rank = found.rank
    for fall in found.falls:
        if fall.keep and fall.keep.ready_on == fall.on:
            done = known.with_added(fall.keep.items, fall.keep.terms)
            assert rank_on(document, done, fall.on) >= rank
        rank = fall.rank


def test_a_tier_that_comes_back_by_itself_is_kept_without_an_end() -> None:
    """A rule that wants something absent, which was there for one day: its grace bridges that day, and nothing falls after it."""
    day = dt.date(2024, 1, 20)
    document = read_document("""
        kode = "uji"
        nama = "Uji"
        tujuan = "tahap"
        [turun]
        setelah = "1 hari"
        [syarat.sk]
        nama = "SK berlaku"
        lawan = "tanpa SK"
        hitung = "berlaku"
        jenis = ["sk"]
        [[tingkat]]
        nama = "Mandiri"
        [[tingkat.aturan]]
        tidak = ["sk"]
    """)
    found = assess(document, Facts(day - 30 * DAY, terms=(Term(day, day),)), day)
    assert (found.rank, found.raw) == (1, 0)
    assert found.kept == Kept(by_grace=True, until=None)
    assert next_step(found).headline


@settings(max_examples=200)
@given(an_instrument(), some_facts(), a_day)
def test_later_evidence_changes_no_earlier_verdict(document: Document, facts: Facts, day: dt.date) -> None:
    assert assess(document, facts, day) == assess(document, facts.known_on(day), day)
    assert assess(document, facts, day) == assess(document, facts, day)


@settings(max_examples=200)
@given(an_instrument(with_absence=False), some_facts(), an_item, a_term)
def test_more_evidence_never_lowers(document: Document, facts: Facts, item: Item, term: Term) -> None:
    """Where no rule forbids anything, no share can be spoilt, and a tier is not kept longer for a late rise."""
    assume(document.stay <= document.grace and item.kind != "undangan-terlewat")
    more = facts.with_added([item], [term])
    for day in reference.days(START, START + 150 * DAY)[::7]:
        assert rank_on(document, more, day) >= rank_on(document, facts, day)
