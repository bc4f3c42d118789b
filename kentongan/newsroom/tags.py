"""What finished pages tell of: a site's own pages, and those that a change to an article drops."""

from kentongan.areas.models import Area
from kentongan.newsroom.models import Article, Site


def site_tags(site: Site) -> tuple[str, ...]:
    """What every page of a site says: whose it is, and whose network it belongs to."""
    portal = getattr(site, "portal", None)
    own = f"office:{site.office_id}" if site.is_portal else f"group:{site.group.code}"  # type: ignore[union-attr]
    return (own, f"office:{portal.office_id}") if portal and portal != site else (own,)


def tags_of(article: Article) -> set[str]:
    """Every page that may show the article: its own, its group's, and those of all areas above its places; a portal's lists are tagged by area."""
    places: list[Area] = [article.group.area, *([article.place] if article.place_id else [])]
    areas = {f"area:{code}" for place in places for code in place.ancestor_codes}
    return {f"article:{article.code}", f"group:{article.group.code}", *areas}
