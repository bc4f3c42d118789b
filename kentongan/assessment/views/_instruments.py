"""What the pages of instruments share: finding one, and its rules, limits, grid and movers as rows."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.accounts.models import Office
from kentongan.assessment.forms.instruments import LimitsForm
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.assessment.queries.effect import Effect, Move
from kentongan.assessment.queries.instruments import sees_drafts, sees_office
from kentongan.assessment.rules.checker import Report, labels_of
from kentongan.assessment.rules.document import Document, Tier
from kentongan.assessment.rules.grid import Grid, grid_of
from kentongan.assessment.rules.wording import (
    fall_sentences,
    limit_words,
    meaning,
    rule_sentence,
    score_sentence,
    state_words,
    tier_noun,
    window_words,
)
from kentongan.registry.views._common import crumbs

# The darkest of the sequential colours is the best tier's, the lightest the last's.
SHADES = 4
MOST_NAMES = 8


def office_or_404(request: HttpRequest, code: str) -> Office:
    office = get_object_or_404(Office.objects.select_related("area"), pk=code)
    if not sees_office(request.user, office):
        raise Http404
    return office


def instrument_or_404(request: HttpRequest, office: str, code: str) -> Instrument:
    owner = office_or_404(request, office)
    found = get_object_or_404(Instrument, office=owner, code=code)
    if not sees_drafts(request.user, owner) and not found.versions.put_in_force().exists():
        raise Http404
    found.office = owner
    return found


def draft_or_404(request: HttpRequest, office: str, code: str) -> InstrumentVersion:
    instrument = instrument_or_404(request, office, code)
    draft = instrument.versions.drafts().first()
    if draft is None or not sees_drafts(request.user, instrument.office):
        raise Http404
    draft.instrument = instrument
    return draft


def address(name: str, instrument: Instrument, *more: Any) -> str:
    return reverse(name, args=[instrument.office_id, instrument.code, *more])


def way_to(instrument: Instrument | None, *more: tuple[str, str]) -> list[dict[str, str]]:
    way = [(_("Instrumen"), reverse("instruments"))]
    if instrument:
        way.append((instrument.name, address("instrument", instrument)))
    return crumbs(*way, *more)


# Rows of the pages ------------------------------------------------------------------------------------------


def rule_rows(document: Document, report: Report) -> list[dict[str, Any]]:
    """Each tier with its sentences; a rule that is never used says by which it is hidden."""
    hidden = {one.label: one for one in report.shadowed}
    rows = []
    for tier in document.tiers:
        if document.by_score:
            rules: list[dict[str, Any]] = [{"label": "", "parts": score_sentence(document, tier)}]
        else:
            rules = [
                {
                    "label": label,
                    "parts": rule_sentence(document, rule),
                    "reason": rule.reason,
                    "hidden": hidden.get(label),
                    "tag": _hidden_tag(hidden[label].by) if label in hidden else "",
                }
                for label, owner, rule in labels_of(document)
                if owner is tier
            ]
        rows.append({"tier": tier, "rank": document.rank_of(tier), "of": len(document.tiers), "rules": rules})
    return rows


def _hidden_tag(by: tuple[str, ...]) -> str:
    if not by:
        return _("Syaratnya saling bertentangan")
    return _("Tertutup aturan %(by)s") % {"by": _(" dan ").join(by)}


def limit_rows(document: Document, form: LimitsForm | None = None) -> list[dict[str, Any]]:
    """Each indicator with how it is counted; with a form, its limit and window are choices."""

    def field(name: str) -> Any:
        return form[name] if form and name in form.fields else None

    return [
        {
            "one": one,
            "meaning": meaning(document, one),
            "limit": limit_words(one) if one.key in document.by_key else "",
            "window": window_words(one),
            "limit_field": field(f"batas-{one.key}"),
            "window_field": field(f"rentang-{one.key}"),
            "weight": one.weight,
        }
        for one in document.indicators
    ]


def fall_words(document: Document) -> dict[str, str]:
    first, *rest = fall_sentences(document)
    return {"first": first, "rest": " ".join(rest)}


def shade(document: Document, rank: int) -> int:
    """1 for the last tier to 4 for the best."""
    most = len(document.tiers)
    return SHADES if rank == most else 1 + (rank - 1) * (SHADES - 1) // max(most - 1, 1)


def grid_rows(report: Report) -> dict[str, Any] | None:
    """The grid with words for every head and cell; None where there are too many states."""
    grid = grid_of(report)
    if grid is None:
        return None
    document = report.document
    half = len(grid.columns) // 2
    return {
        "groups": [grid.group.name, grid.group.opposite],
        "span": half,
        "slits": [
            {"name": one.name, "marks": [_mark(one, column[at]) for column in grid.columns]}
            for at, one in enumerate(grid.slits)
        ],
        "rows": [
            {
                "heads": [
                    one.name if is_met else one.opposite
                    for one, is_met in zip(grid.sides, row.met, strict=True)
                ],
                "cells": [_cell(document, grid, verdict) for verdict in row.cells],
            }
            for row in grid.rows
        ],
        "columns": len(grid.columns),
    }  # fmt: skip


def _mark(one: Any, is_met: bool) -> dict[str, Any]:
    return {"on": is_met, "words": one.name if is_met else one.opposite}


def _cell(document: Document, grid: Grid, verdict: Any) -> dict[str, Any]:
    if verdict is None:
        return {"text": "", "words": _("keadaan ini tidak mungkin")}
    words = state_words(document, verdict.state, {one.key for one in document.base} - verdict.state)
    tier = document.tier_at(verdict.rank)
    if tier is None:
        what = _("tidak masuk mana pun, lubang %(letter)s") % {"letter": verdict.letter}
        return {"text": verdict.letter, "hole": True, "words": f"{words}: {what}"}
    what = _("%(tier)s, aturan %(label)s") % {"tier": tier.name, "label": verdict.label}
    number = document.tiers.index(tier) + 1
    return {"text": number, "shade": shade(document, verdict.rank), "words": f"{words}: {what}"}


# Movers -----------------------------------------------------------------------------------------------------


def mover_rows(effect: Effect) -> dict[str, Any]:
    """The matrix from the old text's tiers to the new one's, and the names of those that move."""
    new, old = effect.new, effect.old
    has_without = effect.without > 0
    after = [*range(len(new.tiers), 0, -1), *([0] if has_without else [])]
    rows = []
    for rank in range(len(old.tiers) if old else 0, -1, -1):
        total = sum(n for (before, _after), n in effect.counts.items() if before == rank)
        if old and (rank or total):
            tier = old.tier_at(rank)
            cells = [_matrix_cell(effect, rank, one) for one in after]
            rows.append({"name": tier.name if tier else _("tanpa"), "total": total, "cells": cells})
    return {
        "heads": [{"text": _short(new, tier), "name": tier.name} for tier in new.tiers]
        + ([{"text": _("tanpa"), "name": _("tanpa tingkat")}] if has_without else []),
        "rows": rows,
        "sums": [effect.count_after(rank) for rank in after],
        "names": [block for block in _name_blocks(effect) if block["moves"]],
        "distribution": [
            {"name": tier.name, "n": effect.count_after(new.rank_of(tier))} for tier in new.tiers
        ],
        "without": effect.without,
    }  # fmt: skip


def _short(document: Document, tier: Tier) -> str:
    """ "1" for "Klaster 1", where all tiers are a word and a number; else the name."""
    parts = [one.name.split() for one in document.tiers]
    numbered = all(len(part) == 2 and part[1].isdigit() for part in parts)
    return tier.name.split()[1] if numbered else tier.name


def _matrix_cell(effect: Effect, before: int, after: int) -> dict[str, Any]:
    n = effect.counts.get((before, after), 0)
    if not n:
        return {"n": 0, "kind": ""}
    if not effect.is_move(before, after):
        return {"n": n, "kind": "tetap"}
    if not after:
        return {"n": n, "kind": "lepas"}
    steps = effect.steps(before, after)
    return {"n": n, "kind": "naik" if steps > 0 else "turun" if steps < 0 else "tetap"}


def _name_blocks(effect: Effect) -> list[dict[str, Any]]:
    """Those left without a tier first, then the falls, then the rises, then those whose tier only has another name."""
    moves = effect.moves()
    kinds = [
        ("bad", [one for one in moves if one.after is None], _("%(n)d tanpa %(noun)s")),
        ("warn", [one for one in moves if one.after and one.steps < 0], _("%(n)d turun")),
        ("ok", [one for one in moves if one.after and one.steps > 0], _("%(n)d naik")),
        ("neutral", [one for one in moves if one.after and not one.steps], _("%(n)d berganti nama %(noun)s")),
    ]
    noun = tier_noun(effect.new)
    blocks = []
    for kind, some, title in kinds:
        shown = [{"group": one.group, "how": _how(effect, one)} for one in some]
        words = title % {"n": len(some), "noun": noun}
        blocks.append({"kind": kind, "title": words, "moves": shown[:MOST_NAMES], "more": shown[MOST_NAMES:]})
    return blocks


def _how(effect: Effect, move: Move) -> str:
    """ "dari 2, lubang A" or "dari 1 ke 2"; names of tiers where they have no numbers."""
    before = _short(effect.old, move.before) if effect.old and move.before else _("tanpa tingkat")
    if move.after is None:
        return _("dari %(before)s, lubang %(letter)s") % {"before": before, "letter": move.letter}
    return _("dari %(before)s ke %(after)s") % {"before": before, "after": _short(effect.new, move.after)}
