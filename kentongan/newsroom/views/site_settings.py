"""The screen on which a leader or an office says how a site presents itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import areas_with
from kentongan.core.errors import Refused
from kentongan.newsroom import addresses
from kentongan.newsroom.actions.sites import change_site
from kentongan.newsroom.forms.sites import SiteForm
from kentongan.newsroom.models import Site
from kentongan.newsroom.permissions import set_address_refusal, set_site_refusal
from kentongan.registry.models import Group
from kentongan.registry.queries.places import place_of
from kentongan.registry.views._common import allow


@require_http_methods(["GET", "POST"])
def site_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, tagline, words about it; for the office's admin its address, too."""
    site = _site_or_404(request, slug)
    allow(set_site_refusal(request.user, site))
    sets_address = set_address_refusal(request.user, site) is None
    form = SiteForm(site, request.POST if request.method == "POST" else None, sets_address=sets_address)
    if request.method == "POST" and form.is_valid():
        try:
            change_site(site=site, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Pengaturan situs disimpan. Pembaca melihatnya sekarang."))
            return redirect("site_settings", site.slug)
    context = {"site": site, "form": form, "href": addresses.path(site), "place": place_of(site.area)}
    return render(request, "newsroom/site_settings.html", context)


def _site_or_404(request: HttpRequest, slug: str) -> Site:
    """A site of a group or an office the person sees in the register."""
    site = Site.objects.select_related("group__area__parent__parent", "office__area").filter(slug=slug).first()
    if site is None:
        raise Http404
    if site.group is not None:
        if not Group.objects.visible_to(request.user).filter(pk=site.group_id).exists():
            raise Http404
    elif site.office_id not in {area.pk for area in areas_with(request.user, Capability.SEE_REGISTER)}:
        raise Http404
    return site
