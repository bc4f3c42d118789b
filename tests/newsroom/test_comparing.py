"""Two versions of a text: every word of both is still there, whatever is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.newsroom.rules.comparing import MOST_WORDS, compared, joined

texts = st.text(alphabet="ab \n", max_size=60)


@given(texts, texts)
def test_the_pieces_are_the_texts(mine: str, theirs: str) -> None:
    left, right = compared(mine, theirs)
    assert "".join(piece.text for piece in left) == mine
    assert "".join(piece.text for piece in right) == theirs
    assert [piece.text for piece in left if not piece.differs] == [piece.text for piece in right if not piece.differs]


@given(texts, texts)
def test_a_joined_text_has_every_word_of_both(mine: str, theirs: str) -> None:
    together = set(joined(theirs, mine).split())
    assert set(mine.split()) <= together
    assert set(theirs.split()) <= together


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        ("Sama.", "Sama.", "Sama."),
        ("", "Saya.", "Saya."),
        ("Ketua.", "", "Ketua."),
        ("Satu.\n\nDua.", "Satu.\n\nTiga.", "Satu.\n\nDua.\n\nTiga."),
        ("Satu.", "satu.  \r\n\r\nDua.", "Satu.\n\nDua."),
    ],
)
def test_paragraphs_both_have_stand_once(theirs: str, mine: str, together: str) -> None:
    assert joined(theirs, mine) == together


def test_long_texts_are_compared_by_line() -> None:
    long = "satu dua tiga\n" * MOST_WORDS
    left, right = compared(long + "akhir saya", long + "akhir ketua")
    assert [piece.text for piece in left if piece.differs] == ["akhir saya"]
    assert [piece.text for piece in right if piece.differs] == ["akhir ketua"]


def test_very_many_short_lines_stand_beside_each_other() -> None:
    mine, theirs = "a\n" * 20_000 + "b\n" + "c\n" * 9_000, "d\n" * 20_000 + "c\n" * 9_000
    left, right = compared(mine, theirs)
    assert [piece.differs for piece in left] == [piece.differs for piece in right] == [True, False]
    assert "".join(piece.text for piece in left) == mine
    assert "".join(piece.text for piece in right) == theirs
