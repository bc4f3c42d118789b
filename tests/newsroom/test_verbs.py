"""What the desk's verbs do to an article."""

import pytest

from kentongan.newsroom.actions import approve, save_article, send_back, show_again, submit, withdraw
from kentongan.newsroom.enums import State

STORY = (
    "Warga RW 02 menata gapura timur bersama sejak pagi. Dua puluh orang datang, dan catnya sumbangan toko bangunan."
)


@pytest.mark.django_db
def test_a_member_s_article_is_read_by_the_leader_and_shown(cast) -> None:
    article = save_article(group=cast.kayutangan, by=cast.member, fields={"title": "Gapura baru", "body": STORY})
    article = submit(article=article, by=cast.member)
    assert article.state == State.WAITING
    article = send_back(article=article, by=cast.leader, text="Tambahkan tanggalnya.")
    assert article.state == State.RETURNED
    article = approve(article=submit(article=article, by=cast.member), by=cast.leader)
    assert (article.state, article.slug) == (State.PUBLISHED, "gapura-baru")
    article = withdraw(article=article, by=cast.leader, reason="Salah nama.")
    assert show_again(article=article, by=cast.leader).state == State.PUBLISHED
