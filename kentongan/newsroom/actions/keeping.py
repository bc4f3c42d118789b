"""Words that were not chosen are kept, too: a version somebody left for another stays in the article's history."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kentongan.core.clock import now as this_moment
from kentongan.newsroom.actions._common import locked
from kentongan.newsroom.actions.writing import _cleaned, _comparable, facts_of
from kentongan.newsroom.models import Article, Revision
from kentongan.newsroom.permissions import edit_refusal
from kentongan.registry.permissions import require_of


@transaction.atomic
def keep_beside(*, article: Article, fields: Mapping[str, Any], by: Any) -> Article:
    """Keep these words as a revision, and the article as it stands as the one after it; readers see no change."""
    article = locked(article)
    require_of(by, edit_refusal, article)
    stored = facts_of(article)
    left = {**stored, **_comparable(_cleaned(fields))}
    if left == stored:
        return article
    for facts in (left, stored):
        article.version += 1
        rest = {name: value for name, value in facts.items() if name not in ("title", "body")}
        Revision.objects.create(
            article=article,
            number=article.version,
            title=facts["title"],
            body=facts["body"],
            facts=rest,
            at=this_moment(),
            by=by if facts is left else article.author,
        )
    article.save(update_fields=["version"])
    return article
