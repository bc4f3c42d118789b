"""Which finished pages tell of an article."""

from kentongan.core.finished import forget
from kentongan.newsroom.models import Article


def tags_of(article: Article) -> list[str]:
    """Its own page, its group's, and those of the areas and offices above."""
    above = [f"{kind}:{code}" for code in article.group.area.ancestor_codes for kind in ("area", "office")]
    return [f"article:{article.code}", f"group:{article.group.code}", *above]


def forget_pages(*articles: Article) -> None:
    """Drop the pages that tell of the articles, with the change that is being made."""
    forget(*dict.fromkeys(tag for article in articles for tag in tags_of(article)))
