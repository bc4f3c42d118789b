"""Who reads the articles of an office's groups, and which groups are read otherwise."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.models import Office
from kentongan.accounts.queries import office_of
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.actions import set_desk, set_group_desk
from kentongan.newsroom.enums import Review
from kentongan.newsroom.forms.desk import DeskForm, GroupDeskForm
from kentongan.newsroom.models import Desk, Site
from kentongan.newsroom.permissions import reads_for_an_area, set_desk_refusal
from kentongan.newsroom.queries.desk import exceptions_of
from kentongan.registry.models import Group
from kentongan.registry.queries.places import place_of
from kentongan.registry.views._common import allow, page_of

ROWS_A_PAGE = 50
DEFAULT, GROUP = "bawaan", "kim"


@require_http_methods(["GET", "POST"])
def desk_settings(request: HttpRequest) -> HttpResponse:
    """The office's rule, and the exceptions; two forms on one page."""
    office = _office_or_404(request)
    sent = request.POST.get("formulir", "")
    review = Desk.objects.filter(office=office).values_list("review", flat=True).first()
    review = Review.LEADER if review is None else Review(review)
    form = DeskForm(request.POST if sent == DEFAULT else None, initial={"dibaca": review.value})
    group_form = GroupDeskForm(request.POST if sent == GROUP else None, area=office.area)
    try:
        if sent == DEFAULT and form.is_valid():
            set_desk(office=office, by=request.user, review=form.cleaned_data["dibaca"])
            messages.success(request, _("Aturan kantor tersimpan. Berlaku untuk tulisan yang dikirim sejak sekarang."))
            return redirect("desk_settings")
        if sent == GROUP and group_form.is_valid():
            group = group_form.group
            set_group_desk(group=group, office=office, by=request.user, review=group_form.cleaned_data["aturan"])
            messages.success(request, _("%(group)s sekarang punya aturan sendiri.") % {"group": group.name})
            return redirect("desk_settings")
    except (Conflict, Refused) as refusal:
        (form if sent == DEFAULT else group_form).add_error(None, str(refusal))
    exceptions = exceptions_of(office)
    page = page_of(request, exceptions, ROWS_A_PAGE)
    for row in page.object_list:
        row.place = place_of(row.group.area)
        row.words = RULES[Review(row.review)]()
    context = {
        "office": office,
        "review": review,
        "headline": HEADLINES[review](),
        "trusted": exceptions.filter(review=Review.NOBODY).count(),
        "form": form,
        "group_form": group_form,
        "page": page,
        "refusal": set_desk_refusal(request.user, office),
        "portal": Site.objects.filter(office=office).first(),
    }
    return render(request, "newsroom/desk/settings.html", context)


@require_POST
def desk_settings_drop(request: HttpRequest) -> HttpResponse:
    """A group is read again as its office says."""
    office = _office_or_404(request)
    allow(set_desk_refusal(request.user, office))
    group = Group.objects.within(office.area).filter(code=request.POST.get("kim", "")[:20]).first()
    if group is None:
        raise Http404
    set_group_desk(group=group, office=office, by=request.user, review=None)
    messages.success(request, _("%(group)s kembali mengikuti aturan kantor.") % {"group": group.name})
    return redirect("desk_settings")


RULES = {
    Review.NOBODY: lambda: _("Langsung tayang"),
    Review.LEADER: lambda: _("Dibaca ketua KIM"),
    Review.FORUM: lambda: _("Dibaca Forum KIM"),
    Review.OFFICE: lambda: _("Dibaca kantor"),
}
HEADLINES = {
    Review.NOBODY: lambda: _("Tulisan KIM langsung tayang."),
    Review.LEADER: lambda: _("Tulisan KIM dibaca dulu oleh ketuanya."),
    Review.FORUM: lambda: _("Tulisan KIM dibaca dulu oleh Forum KIM."),
    Review.OFFICE: lambda: _("Tulisan KIM dibaca dulu oleh kantor."),
}


def _office_or_404(request: HttpRequest) -> Office:
    """The person's office; its forms are refused to those who may only look."""
    office = office_of(request.user)
    allow(None if reads_for_an_area(request.user) else _("Pengaturan redaksi dibaca oleh kantor dan Forum KIM."))
    if office is None:
        raise Http404
    if request.method == "POST":
        allow(set_desk_refusal(request.user, office))
    return office
