"""The grid of combinations: each once, holes together."""

import pytest

from kentongan.assessment.rules.checker import check
from kentongan.assessment.rules.grid import grid_of
from kentongan.assessment.rules.reading import read_document
from tests.assessment.test_checker import document, rule
from tests.assessment.texts import PUBLISHED, shipped_text


def test_the_grid_of_the_design() -> None:
    report = check(read_document(PUBLISHED))
    grid = grid_of(report)
    assert grid is not None
    assert [one.key for one in grid.sides] == ["sk", "organisasi"]
    assert (grid.group.key, [one.key for one in grid.slits]) == ("berita", ["media", "undangan"])
    assert ["".join(cell.letter or str(5 - cell.rank) for cell in row.cells) for row in grid.rows] == [
        "1222AAAA", "22222233", "BBBB4444", "BBBB4444",
    ]  # fmt: skip


@pytest.mark.parametrize("n", range(1, 6))
def test_every_state_stands_once(n: int) -> None:
    report = check(document([[rule("0")], [rule()]], n))
    grid = grid_of(report)
    assert grid is not None
    cells = [cell.state for row in grid.rows for cell in row.cells if cell]
    assert sorted(map(sorted, cells)) == sorted(sorted(verdict.state) for verdict in report.states)
    assert all(len(row.cells) == len(grid.columns) <= 8 for row in grid.rows)


def test_what_cannot_be_is_empty() -> None:
    text = PUBLISHED.replace('jenis = ["berita"]', 'jenis = ["unggahan"]')
    grid = grid_of(check(read_document(text)))
    assert grid is not None
    assert sum(cell is None for row in grid.rows for cell in row.cells) == 8


@pytest.mark.parametrize("code", ["poin", "adinda"])
def test_scores_have_none(code: str) -> None:
    assert grid_of(check(read_document(shipped_text(code)))) is None
