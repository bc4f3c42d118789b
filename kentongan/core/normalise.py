"""One folded form of names and numbers, the same in Python and in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models.functions import Lower, Replace

# What people write or leave out at will: Rampal Celaket = Rampalcelaket, 141/23/2024 = 141-23-2024.
IGNORED = " -./'’,"


def fold(text: str) -> str:
    """Lower case, without spaces, hyphens, dots, slashes, apostrophes and commas."""
    folded = text.lower()
    for character in IGNORED:
        folded = folded.replace(character, "")
    return folded


def folded(*columns: str) -> Lower | Replace:
    """The database expression equal to ``fold`` of the columns joined by a bar, for a generated column."""
    # Rules that fold text are used where no models are loaded.
    from django.db.models import F, Value
    from django.db.models.functions import Concat, Lower, Replace

    parts: list = []
    for column in columns:
        parts += [F(column), Value("|")]
    expression: Lower | Replace = Lower(Concat(*parts[:-1]) if len(columns) > 1 else F(columns[0]))
    for character in IGNORED:
        expression = Replace(expression, Value(character), Value(""))
    return expression
