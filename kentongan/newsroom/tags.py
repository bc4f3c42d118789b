"""What finished pages tell of: the tags that a change to an article drops."""

from kentongan.areas.models import Area
from kentongan.newsroom.models import Article


def tags_of(article: Article) -> set[str]:
    """Every page that may show the article: its own, its group's, and those of all areas and offices above its places."""
    places: list[Area] = [article.group.area, *([article.place] if article.place_id else [])]
    codes = {code for place in places for code in place.ancestor_codes}
    above = {f"{kind}:{code}" for code in codes for kind in ("area", "office")}
    return {f"article:{article.code}", f"group:{article.group.code}", *above}
