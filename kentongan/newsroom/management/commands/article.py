"""``kentongan article list|show|publish|withdraw``: what groups wrote, for people and scripts.

Exit codes: 0 done; 1 it cannot be; 2 wrong usage. A command acts for the office itself: nobody's reading is asked for.
"""

import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.command_line import area_asked
from kentongan.areas.models import NATION_CODE
from kentongan.core.command_line import USAGE, HouseCommand
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom import addresses
from kentongan.newsroom.actions import approve, submit, withdraw
from kentongan.newsroom.enums import ArticleKind, State
from kentongan.newsroom.models import Article
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.editing import Verb, is_possible


class Command(HouseCommand):
    help = gettext_lazy("Menampilkan tulisan KIM, menayangkan, atau menariknya.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|show|publish|withdraw")
        listing = verbs.add_parser("list", help=_("daftar tulisan, yang terbaru lebih dulu"))
        listing.add_argument("--area", default=NATION_CODE, metavar="KODE", help=_("kode wilayah; bawaan: semua"))
        listing.add_argument("--group", default="", metavar="KIM", help=_("kode KIM"))
        listing.add_argument("--state", choices=State.values, help=_("keadaan; bawaan: semua"))
        listing.add_argument("--kind", choices=ArticleKind.values, help=_("jenis; bawaan: semua"))
        listing.add_argument("--limit", type=int, default=50, metavar="N", help=_("paling banyak; bawaan: 50"))
        listing.add_argument("--json", action="store_true", help=_("jawaban sebagai JSON"))
        showing = self._about_one(verbs, "show", _("satu tulisan dengan isinya"))
        showing.add_argument("--json", action="store_true", help=_("satu objek JSON"))
        publishing = self._about_one(verbs, "publish", _("tayangkan sekarang, atau pada waktunya"))
        publishing.add_argument("--at", default="", metavar="WAKTU", help=_("misalnya 2025-09-27T07:00"))
        withdrawing = self._about_one(verbs, "withdraw", _("tarik dari pembaca"))
        withdrawing.add_argument("--reason", required=True, metavar="ALASAN", help=_("dibaca KIM dan pembaca"))

    def _about_one(self, verbs: Any, verb: str, words: str) -> Any:
        parser = verbs.add_parser(verb, help=words)
        parser.add_argument("code", metavar="KODE", help=_("kode tulisan"))
        return parser

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(**options)
        except (Conflict, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _list(self, *, area: str, group: str, limit: int, json: bool, **options: Any) -> None:
        found = _articles().within(area_asked(area)).order_by("-changed_at", "-pk")  # type: ignore[attr-defined]
        wanted = {"group__code": group, "state": options["state"], "kind": options["kind"]}
        found = found.filter(**{name: value for name, value in wanted.items() if value})
        rows = [_facts(article) for article in found[: max(limit, 0)]]
        if json:
            self.print_json({"total": found.count(), "articles": rows})
            return
        for row in rows:
            self.stdout.write(
                f"{row['code']}  {row['state']:<9}  {row['kind']:<10}  {row['group']:<16}  {row['title']}"
            )
        self.stdout.write(_("%(shown)d dari %(total)d tulisan.") % {"shown": len(rows), "total": found.count()})

    def _show(self, *, code: str, json: bool, **_options: Any) -> None:
        article = _article(code)
        facts = {**_facts(article), "body": article.body}
        if json:
            self.print_json(facts)
            return
        for name, value in facts.items():
            if name != "body" and value not in (None, ""):
                self.stdout.write(f"{name}: {value}")
        self.stdout.write("\n" + marks.to_plain(article.body))

    def _publish(self, *, code: str, at: str, **_options: Any) -> None:
        article, moment = _article(code), _moment(at)
        if is_possible(Verb.SUBMIT, article.state):
            article = submit(article=article, by=None, publish_at=moment)
        else:
            article = approve(article=article, by=None, publish_at=moment)
        self._said(article)

    def _withdraw(self, *, code: str, reason: str, **_options: Any) -> None:
        self._said(withdraw(article=_article(code), by=None, reason=reason))

    def _said(self, article: Article) -> None:
        self.stdout.write(f"{article.code}: {State(article.state).label}")


def _articles() -> QuerySet[Article]:
    return Article.objects.select_related("group__area", "group__site", "author")


def _article(code: str) -> Article:
    article = _articles().filter(code=code).first()
    if article is None:
        raise CommandError(_("Tidak ada tulisan dengan kode %(code)s.") % {"code": code}, returncode=USAGE)
    return article


def _moment(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        sentence = _("Waktu “%(text)s” tidak terbaca. Tulis misalnya 2025-09-27T07:00.")
        raise CommandError(sentence % {"text": text[:40]}, returncode=USAGE) from error
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _facts(article: Article) -> dict[str, Any]:
    has_site = hasattr(article.group, "site")
    return {
        "code": article.code,
        "state": article.state,
        "kind": article.kind,
        "group": article.group.code,
        "title": article.title,
        "version": article.version,
        "words": marks.words(article.body),
        "changed_at": article.changed_at.isoformat(),
        "publish_at": article.publish_at.isoformat() if article.publish_at else None,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "withdrawn_reason": article.withdrawn_reason or None,
        "path": addresses.article_path(article) if article.is_public and has_site else None,
    }
