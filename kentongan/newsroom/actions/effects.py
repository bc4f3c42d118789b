"""What else happens when readers begin to see an article, see it changed, or see it no more.

Called by the verbs inside their transaction, with the article as it is now; each part of the newsroom has a line here.
"""

from kentongan.core.finished import forget
from kentongan.newsroom import search_index
from kentongan.newsroom.actions.subscribers import tell_subscribers
from kentongan.newsroom.models import Article
from kentongan.newsroom.photos import hide_photos, show_photos
from kentongan.newsroom.tags import tags_of


def shown(article: Article) -> None:
    """Readers see it from now on, for the first time or again."""
    show_photos(article)
    search_index.index(article)
    tell_subscribers(article)
    forget(*tags_of(article))


def changed(article: Article) -> None:
    """Readers see other words or facts than before."""
    show_photos(article)
    search_index.index(article)
    tell_subscribers(article)
    forget(*tags_of(article))


def hidden(article: Article) -> None:
    """Readers see it no more."""
    hide_photos(article)
    search_index.unindex(article)
    tell_subscribers(article)
    forget(*tags_of(article))
