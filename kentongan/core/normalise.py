"""One folded form of names and numbers, the same in Python and in the database."""

from django.db.models import F, Value
from django.db.models.functions import Concat, Lower, Replace

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
    parts: list = []
    for column in columns:
        parts += [F(column), Value("|")]
    expression: Lower | Replace = Lower(Concat(*parts[:-1]) if len(columns) > 1 else F(columns[0]))
    for character in IGNORED:
        expression = Replace(expression, Value(character), Value(""))
    return expression
