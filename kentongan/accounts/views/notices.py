"""What people are told: the page, and noting what was seen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.notices import mark_read, notices_for, unread_for

PAGE_SIZE = 40


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first, by day."""
    found = notices_for(request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("hal"))
    unread = unread_for(request.user)
    context = {"page_obj": page, "unread": unread.count(), "newest": unread.values_list("key", flat=True).first()}
    return render(request, "accounts/notices.html", context)


@require_POST
def notice_open(request: HttpRequest) -> HttpResponse:
    """Note that one was seen, and go where it leads."""
    notice = get_object_or_404(notices_for(request.user), key=request.POST.get("kunci", ""))
    mark_read(user=request.user, notices=notices_for(request.user).filter(pk=notice.pk))
    return redirect(notice.href)


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Note that everything up to the newest one on the page was seen; what came since stays new."""
    newest = get_object_or_404(notices_for(request.user), key=request.POST.get("sampai", ""))
    mark_read(user=request.user, notices=unread_for(request.user).filter(pk__lte=newest.pk))
    messages.success(request, _("Semua ditandai sudah dibaca."))
    return redirect("notices")
