"""Opening a group's site or an office's portal, and changing how it presents itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import Office, User
from kentongan.core.audit import difference, record_event, snapshot
from kentongan.core.errors import Refused
from kentongan.core.finished import forget
from kentongan.newsroom.addresses import reserved
from kentongan.newsroom.models import Site
from kentongan.newsroom.rules.slugs import free_slug, group_slug, is_site_slug, site_slugs, slug_of
from kentongan.registry.models import Group

FIELDS = ("slug", "domain", "name", "tagline", "about", "is_open")


def site_of(owner: Group | Office) -> Site:
    """The owner's site; opened now if it has none. With a group's first site its network's portal opens, too."""
    lookup = {"group": owner} if isinstance(owner, Group) else {"office": owner}
    return Site.objects.filter(**lookup).first() or open_site(**lookup)


@transaction.atomic
def open_site(
    *, group: Group | None = None, office: Office | None = None, slug: str | None = None, by: User | None = None
) -> Site:
    """A site for a group or a portal for an office, under ``slug`` or the best free name."""
    owner = group or office
    if owner is None:
        raise ValueError("a site belongs to a group or to an office")
    if group is not None:
        wanted, name = group_slug(group.name), group.name
        places = [slug_of(group.area.name), _regency_name(group)]
        if office := _portal_to_open(group):
            open_site(office=office, by=by)
    else:
        area = office.area  # type: ignore[union-attr]
        wanted, name, places = slug_of(area.full_name), _("KIM %(area)s") % {"area": area.full_name}, []
    if slug is None:
        slug = free_slug(wanted, *places, taken=_taken(wanted, *places))
    elif problem := slug_problem(slug):
        raise Refused(problem)
    site = Site.objects.create(group=group, office=None if group else office, slug=slug, name=name[:120])
    _record(site, "open", by)
    forget(*_tags(site))
    return site


@transaction.atomic
def change_site(*, site: Site, by: User | None = None, **values: str | bool) -> Site:
    """Change name, tagline, about, domain, slug or whether it is open. Addresses that were shared change with the slug."""
    before = snapshot(site, FIELDS)
    for field, value in values.items():
        if field not in FIELDS:
            raise TypeError(f"a site has no {field} to change")
        setattr(site, field, value)
    if site.slug != before["slug"] and (problem := slug_problem(site.slug)):
        raise Refused(problem)
    if site.domain and Site.objects.exclude(pk=site.pk).filter(domain=site.domain).exists():
        raise Refused(_("Domain itu sudah dipakai situs lain."))
    changes = difference(before, snapshot(site, FIELDS))
    if changes:
        site.save(update_fields=list(changes))
        _record(site, "change", by, changes)
        forget(*_tags(site))
    return site


def slug_problem(slug: str) -> str | None:
    """Why a site may not be called so, or nothing."""
    if not is_site_slug(slug):
        return _("Alamat situs hanya huruf kecil, angka, dan tanda hubung, misalnya kayutangan.")
    if slug in reserved():
        return _("Alamat itu dipakai halaman lain. Pilih nama lain.")
    if Site.objects.filter(slug=slug).exists():
        return _("Alamat itu sudah dipakai situs lain. Tambahkan nama desa, misalnya arjosari-kalipare.")
    return None


def _taken(wanted: str, *places: str) -> set[str]:
    """The names among those we might choose that are gone."""
    candidates = [slug for slug, _number in zip(site_slugs(wanted, *places), range(40), strict=False)]
    return set(Site.objects.filter(slug__in=candidates).values_list("slug", flat=True)) | reserved()


def _portal_to_open(group: Group) -> Office | None:
    """The nearest office above the group, while it has no portal."""
    offices = Office.objects.select_related("area", "site").filter(area__in=group.area.ancestor_codes)
    nearest = max(offices, key=lambda office: len(office.area_id) if office.area_id != "ID" else 0, default=None)
    return nearest if nearest and not hasattr(nearest, "site") else None


def _regency_name(group: Group) -> str:
    parent = group.area.parent
    return slug_of(parent.name) if parent else ""


def _tags(site: Site) -> list[str]:
    """Pages that name the site or lead to it: its own, its portal's, and the lists of every area it lies in."""
    codes = site.area.ancestor_codes
    # A portal takes over the groups below it from the one above.
    own = [f"group:{site.group.code}"] if site.group else [f"office:{code}" for code in codes]
    return [*own, *(f"area:{code}" for code in codes)]


def _record(site: Site, verb: str, by: User | None, changes: dict | None = None) -> None:
    record_event(
        verb=verb,
        kind="site",
        key=site.slug,
        label=site.name,
        by=by,
        area_code=site.area.code,
        changes=changes or {},
    )
