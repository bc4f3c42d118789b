"""``kentongan article``: the list, one article, showing and withdrawing it."""

import json

import pytest

from kentongan.__main__ import run
from kentongan.newsroom.actions import save_article
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article
from tests.conftest import TODAY, Cast

STORY = (
    "Warga RW 02 menata gapura timur *bersama* sejak pagi. Dua puluh orang datang, dan catnya sumbangan toko bangunan."
)


@pytest.fixture(autouse=True)
def _stay_connected(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """The command closes its connections; the test's transaction lives in one."""
    from django.db import connections

    monkeypatch.setattr(connections, "close_all", lambda: None)
    settings.FIXED_TODAY = TODAY


@pytest.fixture
def draft(cast: Cast) -> Article:
    return save_article(group=cast.kayutangan, by=cast.member, fields={"title": "Gapura baru", "body": STORY})


def article(*words: str) -> int:
    """The exit code, however the command ends."""
    try:
        return run(["kentongan", "article", *words])
    except SystemExit as stopped:
        return int(stopped.code or 0)


def test_a_list_for_people_and_for_scripts(draft: Article, capsys) -> None:
    assert article("list", "--state", "draft", "--area", "35.73") == 0
    told = capsys.readouterr().out
    assert draft.code in told
    assert "1 dari 1 tulisan." in told
    assert article("list", "--json", "--group", "35.07.07.2016-1") == 0
    assert json.loads(capsys.readouterr().out) == {"total": 0, "articles": []}
    assert article("list", "--area", "99") == 2
    assert article("list", "--state", "apa") == 2


def test_one_article_with_its_text(draft: Article, capsys) -> None:
    assert article("show", draft.code) == 0
    assert "menata gapura timur bersama" in capsys.readouterr().out
    assert article("show", draft.code, "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["title"], facts["state"], facts["words"], facts["path"]) == ("Gapura baru", "draft", 18, None)
    assert article("show", "tidakada") == 2


def test_it_is_shown_and_withdrawn(draft: Article, capsys) -> None:
    assert article("publish", draft.code) == 0
    assert "Tayang" in capsys.readouterr().out
    assert article("withdraw", draft.code, "--reason", " ") == 1
    assert article("withdraw", draft.code, "--reason", "Salah nama.") == 0
    assert article("withdraw", draft.code, "--reason", "Lagi.") == 1
    draft.refresh_from_db()
    assert (draft.state, draft.withdrawn_reason) == (State.WITHDRAWN, "Salah nama.")


def test_it_is_shown_at_its_time(draft: Article) -> None:
    assert article("publish", draft.code, "--at", "besok") == 2
    assert article("publish", draft.code, "--at", "2025-09-27T07:00") == 0
    draft.refresh_from_db()
    assert draft.state == State.SCHEDULED
    assert article("publish", draft.code) == 0
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED
