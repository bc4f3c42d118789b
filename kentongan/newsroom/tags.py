"""What finished pages tell of: a site's own pages, and those that a change to an article drops."""

from kentongan.areas.models import Area
from kentongan.newsroom.models import Article, Site


def site_tags(site: Site) -> tuple[str, ...]:
    """What every page of a site says: whose it is, what the register says of a group and its village, and whose network it belongs to."""
    if site.group is None:
        return (f"office:{site.office_id}",)
    own = (f"group:{site.group.code}", f"area:{site.group.area_id}")
    portal = getattr(site, "portal", None)
    return (*own, f"office:{portal.office_id}") if portal else own


def tags_of(article: Article) -> set[str]:
    """Every page that may show the article: its own, its group's, and those of all areas above its places; a portal's lists are tagged by area."""
    places: list[Area] = [article.group.area, *([article.place] if article.place_id else [])]
    areas = {f"area:{code}" for place in places for code in place.ancestor_codes}
    return {f"article:{article.code}", f"group:{article.group.code}", *areas}
