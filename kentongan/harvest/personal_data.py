"""This room's part of what is kept about a person: links they pasted, and what they decided about channels and entries."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import User
from kentongan.accounts.personal_data import Provider, Row, Section
from kentongan.harvest.models import Entry, Feed, Post


def see_harvest(user: User) -> Section:
    posts = Post.objects.filter(pasted_by=user).count()
    decided = Entry.objects.filter(decided_by=user).count() + Feed.objects.filter(guard_by=user).count()
    chosen = Feed.objects.filter(chosen_by=user).count()
    rows = [
        Row(_("Tautan yang ditempel"), ngettext("%(n)d tautan", "%(n)d tautan", posts) % {"n": posts}),
        Row(_("Keputusan karantina"), ngettext("%(n)d keputusan", "%(n)d keputusan", decided) % {"n": decided}),
        Row(_("Cara membaca yang dipilih"), ngettext("%(n)d kanal", "%(n)d kanal", chosen) % {"n": chosen}),
    ]
    return Section(
        title=gettext_lazy("Kabar di kanal lain"),
        rows=rows if posts or decided or chosen else [],
        note=gettext_lazy(
            "Supaya setiap kiriman dan setiap keputusan dapat ditanya: siapa yang menempel, siapa yang memutuskan."
        ),
        goes=[gettext_lazy("Nama Anda sebagai penempel tautan dan pengambil keputusan")],
        stays=[gettext_lazy("Tautan kiriman dan keputusannya: milik KIM dan kantor")],
    )


def export_harvest(user: User) -> dict[str, Any]:
    posts = Post.objects.filter(pasted_by=user).select_related("channel__group").order_by("pk")
    feeds = Feed.objects.filter(Q(guard_by=user) | Q(chosen_by=user)).select_related("channel").order_by("pk")
    entries = Entry.objects.filter(decided_by=user).order_by("pk").values_list("code", "link", "state")
    return {
        "posts": [
            {
                "code": row.code,
                "group": row.channel.group.code,
                "link": row.link,
                "title": row.title,
                "posted_on": row.posted_on.isoformat(),
                "pasted_at": row.pasted_at.isoformat(),
            }
            for row in posts.iterator(chunk_size=500)
        ],
        "entries_decided": [{"code": code, "link": link, "state": state} for code, link, state in entries.iterator()],
        "channels": [
            {
                "code": row.code,
                "url": row.channel.url,
                "guard": row.guard if row.guard_by_id == user.pk else None,
                "address": row.address if row.chosen_by_id == user.pk else None,
            }
            for row in feeds.iterator(chunk_size=500)
        ],
    }


def erase_harvest(user: User) -> None:
    """Nothing names the person but the account, which loses its name: pasted links and decisions stay with the group."""


HARVEST = Provider("harvest", see_harvest, export_harvest, erase_harvest)
