"""Why someone may not do something with a group's articles; None when they may. Buttons and actions ask the same function.

These say who; whether an article's state allows it is the question of ``rules.editing.FROM``.
"""

from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import areas_with, duties_of, groups_with, may
from kentongan.accounts.rules import Place
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.newsroom.enums import NoteKind, ReportReason, Review, State
from kentongan.newsroom.models import Article, Desk, GroupDesk, ReaderReport, Site
from kentongan.newsroom.rules.editing import level_of, may_approve, may_edit, may_publish, review_of
from kentongan.registry.models import Group
from kentongan.registry.permissions import Person


def level_in(user: Person, group: Group) -> Review:
    """For whom the person may read the group's articles."""
    return level_of(duties_of(user), Place(group.area.ancestor_codes, group.code), on=today())


def review_in(group: Group) -> Review:
    """Who reads the group's articles before they are shown."""
    own = GroupDesk.objects.filter(group=group).values_list("review", flat=True).first()
    if own is not None:
        return Review(own)
    rules = dict(Desk.objects.filter(office__in=group.area.ancestor_codes).values_list("office_id", "review"))
    return review_of(None, (rules.get(code) for code in reversed(group.area.ancestor_codes)))


def _writes(user: Person, group: Group) -> bool:
    return may(user, C.WRITE_ARTICLES, area=group.area, group_code=group.code)


def sees_article(user: Person, article: Article) -> bool:
    """Whether the person belongs to those who write or read the group's articles before readers do."""
    return _writes(user, article.group) or level_in(user, article.group) > Review.NOBODY


def write_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not write for the group."""
    if not _writes(user, group):
        return _("Kabar hanya dapat ditulis oleh anggota KIM ini dan Diskominfo.")
    if group.ended_on is not None:
        return _("KIM ini sudah berakhir, jadi tidak ada kabar baru atas namanya.")
    return None


def publish_refusal(user: Person, article: Article) -> str | None:
    """Why the article needs somebody else's reading before readers see it."""
    review = review_in(article.group)
    if may_publish(level_in(user, article.group), review) and _belongs(user, article):
        return None
    return _("Tulisan ini dibaca dulu oleh %(reader)s.") % {"reader": review.label}


def _belongs(user: Person, article: Article) -> bool:
    return _writes(user, article.group) or level_in(user, article.group) > Review.NOBODY


def edit_refusal(user: Person, article: Article) -> str | None:
    """Why the person may not change the words."""
    writes, publishes = _writes(user, article.group), publish_refusal(user, article) is None
    if may_edit(article.state, writes=writes, publishes=publishes):
        return None
    if article.state in (State.PUBLISHED, State.SCHEDULED, State.WITHDRAWN):
        return _("Tulisan yang sudah tayang atau terjadwal hanya dapat diubah oleh %(reader)s.") % {
            "reader": max(review_in(article.group), Review.LEADER).label
        }
    return _("Kabar hanya dapat ditulis oleh anggota KIM ini dan Diskominfo.")


def review_refusal(user: Person, article: Article) -> str | None:
    """Why the person may not let the article through or send it back."""
    review = review_in(article.group)
    if may_approve(level_in(user, article.group), review):
        return None
    return _("Tulisan KIM ini disetujui oleh %(reader)s.") % {"reader": max(review, Review.LEADER).label}


def comment_refusal(user: Person, article: Article) -> str | None:
    """Why the person may not leave a note beside the article."""
    return None if sees_article(user, article) else _("Catatan ditulis oleh KIM ini dan pembaca naskahnya.")


def withdraw_refusal(user: Person, article: Article) -> str | None:
    """Why the person may not take the article from its readers; its author always may."""
    is_own = article.author_id is not None and article.author_id == user.pk
    if level_in(user, article.group) > Review.NOBODY or (is_own and _writes(user, article.group)):
        return None
    return _("Tulisan ditarik oleh penulisnya, ketua KIM, Forum KIM, atau Diskominfo.")


def show_again_refusal(user: Person, article: Article) -> str | None:
    """Why the person may not show a withdrawn article again: nobody overrules a reader above them."""
    if refusal := review_refusal(user, article):
        return refusal
    last = article.notes.filter(kind=NoteKind.WITHDRAWN).select_related("by").last()
    if last and last.by and level_in(last.by, article.group) > level_in(user, article.group):
        return _("Tulisan ini ditarik oleh %(reader)s, jadi hanya dapat ditayangkan lagi olehnya.") % {
            "reader": level_in(last.by, article.group).label
        }
    return None


def answer_refusal(user: Person, report: ReaderReport) -> str | None:
    """Why the person may not close a reader's report. A seller's own group does not judge whether the seller deceives."""
    level = level_in(user, report.article.group)
    if report.reason == ReportReason.SCAM and level < Review.FORUM:
        return _("Dugaan penipuan dijawab oleh Forum KIM atau kantor.")
    return None if level > Review.NOBODY else _("Laporan pembaca dijawab oleh ketua KIM, Forum KIM, atau kantor.")


def set_desk_refusal(user: Person, office: Office) -> str | None:
    """Why the person may not say who reads."""
    if may(user, C.SET_NEWSROOM, area=office.area):
        return None
    return _("Pengaturan redaksi hanya dapat diubah oleh admin kantor.")


def set_site_refusal(user: Person, site: Site) -> str | None:
    """Why the person may not say how a site presents itself."""
    if site.group is not None:
        allowed = level_in(user, site.group) > Review.NOBODY
        return None if allowed else _("Situs KIM diatur oleh ketuanya, Forum KIM, dan Diskominfo.")
    allowed = may(user, C.SET_NEWSROOM, area=site.area)
    return None if allowed else _("Portal hanya dapat diatur oleh admin kantor.")


def set_address_refusal(user: Person, site: Site) -> str | None:
    """Why the person may not give a site another address: what was shared before would lead nowhere."""
    if may(user, C.SET_NEWSROOM, area=site.area):
        return None
    return _("Alamat dan domain hanya dapat diubah oleh admin kantor.")


# Entries of the navigation ------------------------------------------------------------------------------------------


def reads_for_an_area(user: Person) -> bool:
    """Whether the queue of many groups is theirs."""
    return bool(areas_with(user, C.REVIEW_ARTICLES))


def writes_for_a_group(user: Person) -> bool:
    """Whether the person belongs to a group that writes."""
    return bool(groups_with(user, C.WRITE_ARTICLES))


def desk_areas(user: Person) -> list[Area]:
    """Where the person reads for everybody."""
    return areas_with(user, C.REVIEW_ARTICLES)
