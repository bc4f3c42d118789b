"""What readers can find: one entry for each shown article, written in the transaction that shows, changes or withdraws it.

The terms of an entry, each of a kind: "w" a root anywhere, "t" a root of the title, "k" the kind, "g" the group, "a" an area it lies in.
"""

from collections.abc import Callable, Iterable

from django.db import transaction

from kentongan.areas.models import Area
from kentongan.core.search import refresh_statistics
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, KnownWord, SearchEntry
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.words import term, words_in
from kentongan.newsroom.stems import stem

AT_ONCE = 500
_KEY_BITS = 20
_SHORTEST_KNOWN, _LONGEST_KNOWN = 3, 30


def word_terms(roots: Iterable[str]) -> list[str]:
    return [term("w", root) for root in roots]


def title_terms(roots: Iterable[str]) -> list[str]:
    return [term("t", root) for root in roots]


def kind_term(kind: str) -> str:
    return term("k", kind)


def group_term(code: str) -> str:
    return term("g", _letters(code))


def area_term(code: str) -> str:
    return term("a", _letters(code))


def _letters(code: str) -> str:
    # "35.73.02.1007-1": the number after the hyphen stays apart from the code before it.
    return code.replace(".", "").replace("-", "n").lower()


def index(article: Article) -> None:
    """Readers see the article: it can be found, by its words as they are now."""
    title, body = article_words(article)
    entry = _entry(article, title, body)
    SearchEntry.objects.filter(article=article).exclude(pk=entry.pk).delete()
    SearchEntry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["id"], update_fields=["kind", "title", "body", "terms"]
    )
    _remember([*title, *body])


def unindex(article: Article) -> None:
    """Readers see it no more."""
    SearchEntry.objects.filter(article=article).delete()


def reindex_all(
    *, anew: bool = False, progress: Callable[[int, int], None] | None = None, at_once: int = AT_ONCE
) -> int:
    """Write the entries that are missing, and take out those of articles no longer shown; says how many were written.

    ``anew`` forgets all entries first, for example after the rules of words have changed. Stopped at any point, it goes on from there.
    """
    if anew:
        SearchEntry.objects.all().delete()
        KnownWord.objects.all().delete()
    SearchEntry.objects.exclude(article__state=State.PUBLISHED).delete()
    missing = Article.objects.published().filter(search_entry=None)
    keys = list(missing.order_by("published_at", "pk").values_list("pk", flat=True))
    done = 0
    for start in range(0, len(keys), at_once):
        with transaction.atomic():
            articles = missing.filter(pk__in=keys[start : start + at_once]).order_by("published_at", "pk")
            words = [
                (article, *article_words(article))
                for article in articles.select_related("group__area", "place", "product", "event")
            ]
            SearchEntry.objects.bulk_create([_entry(*one) for one in words], ignore_conflicts=True)
            _remember(word for _article, title, body in words for word in (*title, *body))
        done += len(words)
        if progress:
            progress(done, len(keys))
    if done:
        refresh_statistics(SearchEntry)
        refresh_statistics(KnownWord)
    return done


def article_words(article: Article) -> tuple[list[str], list[str]]:
    """The words of the title, and those of the text with what stands beside it: place, group, seller."""
    beside = [article.place_words, article.place.name, article.group.name, article.group.area.name, article.byline]
    if product := getattr(article, "product", None):
        beside += [product.kind, product.seller]
    if event := getattr(article, "event", None):
        beside.append(event.venue)
    return words_in(article.title), words_in("\n".join([marks.to_plain(article.body), *beside]))


def _entry(article: Article, title: list[str], body: list[str]) -> SearchEntry:
    titles, texts = [stem(word) for word in title], [stem(word) for word in body]
    terms = [
        *word_terms(dict.fromkeys([*titles, *texts])),
        *title_terms(dict.fromkeys(titles)),
        kind_term(article.kind),
        group_term(article.group.code),
        *(area_term(code) for code in _areas(article.group.area)),
    ]
    return SearchEntry(
        pk=entry_key(article),
        article=article,
        kind=article.kind,
        title=" ".join(titles),
        body=" ".join(texts),
        terms=" ".join(terms),
    )


def _areas(area: Area) -> tuple[str, ...]:
    return area.ancestor_codes


def entry_key(article: Article) -> int:
    """Grows with the time it was first shown; two of one second stay apart by their numbers."""
    if article.published_at is None:
        raise ValueError("an article that was never shown has no entry")
    return (int(article.published_at.timestamp()) << _KEY_BITS) | (article.pk & ((1 << _KEY_BITS) - 1))


def _remember(words: Iterable[str]) -> None:
    """In the order of letters, so that two transactions never wait for each other."""
    fit = sorted({word for word in words if _SHORTEST_KNOWN <= len(word) <= _LONGEST_KNOWN and word.isalpha()})
    known = set(KnownWord.objects.filter(word__in=fit).values_list("word", flat=True))
    KnownWord.objects.bulk_create([KnownWord(word=word) for word in fit if word not in known], ignore_conflicts=True)
