"""This room's part of what is kept about a person: what they wrote, said beside drafts, and photographed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import User
from kentongan.accounts.personal_data import Provider, Row, Section
from kentongan.newsroom.models import Article, Correction, Photo, ReaderReport, ReviewNote, Revision, Upload


def see_writing(user: User) -> Section:
    articles = Article.objects.filter(author=user).count()
    versions = Revision.objects.filter(by=user).count()
    notes = ReviewNote.objects.filter(by=user).count()
    photos = Photo.objects.filter(added_by=user).count()
    rows = [
        Row(_("Tulisan"), ngettext("%(n)d tulisan", "%(n)d tulisan", articles) % {"n": articles}),
        Row(_("Perubahan tulisan"), ngettext("%(n)d versi", "%(n)d versi", versions) % {"n": versions}),
        Row(_("Catatan naskah"), ngettext("%(n)d catatan", "%(n)d catatan", notes) % {"n": notes}),
        Row(_("Foto tulisan"), ngettext("%(n)d foto", "%(n)d foto", photos) % {"n": photos}),
    ]
    return Section(
        title=gettext_lazy("Kabar dan tulisan"),
        rows=rows if articles or versions or notes or photos else [],
        note=gettext_lazy("Supaya setiap tulisan dapat ditanya: siapa yang menulis, mengubah, dan menyetujui."),
        goes=[
            gettext_lazy("Nama Anda sebagai penulis, pengubah, dan pemberi catatan"),
            gettext_lazy("Nama Anda di bawah judul tulisan"),
            gettext_lazy("Foto yang belum selesai terkirim"),
        ],
        stays=[gettext_lazy("Tulisan dan fotonya: milik KIM, atas nama KIM")],
    )


def export_writing(user: User) -> dict[str, Any]:
    articles = Article.objects.filter(author=user).select_related("group").order_by("pk")
    notes = ReviewNote.objects.filter(by=user).select_related("article").order_by("pk")
    photos = Photo.objects.filter(added_by=user).select_related("article").order_by("pk")
    return {
        "articles": [
            {
                "code": row.code,
                "group": row.group.code,
                "kind": row.kind,
                "state": row.state,
                "title": row.title,
                "body": row.body,
                "byline": row.byline,
                "created_at": row.created_at.isoformat(),
                "published_at": row.published_at.isoformat() if row.published_at else None,
            }
            for row in articles.iterator(chunk_size=500)
        ],
        "versions": [
            {"article": code, "number": number, "at": at.isoformat()}
            for code, number, at in Revision.objects.filter(by=user)
            .order_by("pk")
            .values_list("article__code", "number", "at")
        ],
        "notes": [
            {"article": row.article.code, "kind": row.kind, "text": row.text, "at": row.at.isoformat()}
            for row in notes.iterator(chunk_size=2000)
        ],
        "photos": [
            {
                "article": row.article.code if row.article else None,
                "caption": row.caption,
                "added_at": row.added_at.isoformat(),
            }
            for row in photos.iterator(chunk_size=2000)
        ],
        "reports_answered": ReaderReport.objects.filter(closed_by=user).count(),
        "corrections": Correction.objects.filter(by=user).count(),
    }


def erase_writing(user: User) -> None:
    """Texts stay with the group, known by an account that loses its name; where they name the person themselves, the
    group's name stands again. Versions keep a byline as a fact, so it is taken out there, too.
    """
    names = {user.name}
    Article.objects.filter(byline__in=names).update(byline="")
    for revision in Revision.objects.filter(facts__byline__in=names).iterator(chunk_size=500):
        revision.facts = {**revision.facts, "byline": ""}
        revision.save(update_fields=["facts"])
    Photo.objects.filter(added_by=user, credit__in=names).update(credit="")
    Upload.objects.filter(user=user).delete()


WRITING = Provider("newsroom", see_writing, export_writing, erase_writing)
