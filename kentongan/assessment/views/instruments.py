"""Instruments of an office: the list, one of them read aloud, examples to start from."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.queries import office_of
from kentongan.assessment.actions import instruments as actions
from kentongan.assessment.forms.instruments import EndForm, TextForm
from kentongan.assessment.permissions import instrument_refusal
from kentongan.assessment.queries.in_force import document_of
from kentongan.assessment.queries.instruments import book_of, books_of, offices_above, sees_drafts
from kentongan.assessment.rules.checker import check
from kentongan.assessment.rules.complaints import BadDocument
from kentongan.assessment.views._instruments import (
    address,
    fall_words,
    instrument_or_404,
    limit_rows,
    rule_rows,
    way_to,
)
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.views._common import allow, form_page

GET_AND_POST = require_http_methods(["GET", "POST"])


@require_GET
def instruments(request: HttpRequest) -> HttpResponse:
    """By what the groups here are judged: the office's own instruments, those of offices above, and examples."""
    office = office_of(request.user)
    if office is None:
        raise Http404
    may_see_drafts = sees_drafts(request.user, office)
    books = [book for book in books_of(office) if may_see_drafts or book.put_in_force]
    above = [
        {"office": one, "books": found}
        for one in offices_above(office)
        if (found := [book for book in books_of(one) if book.in_force])
    ]
    own_codes = {book.instrument.code for book in books}
    context: dict[str, Any] = {
        "office": office,
        "books": books,
        "in_force": sum(1 for book in books if book.in_force),
        "above": above,
        "examples": [one for one in actions.shipped() if one.code not in own_codes],
        "can_change": instrument_refusal(request.user, office) is None,
        "sees_drafts": may_see_drafts,
    }
    return render(request, "assessment/instruments.html", context)


@require_GET
def instrument(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """One instrument as it holds today, with its versions."""
    found = instrument_or_404(request, office, code)
    book = book_of(found)
    may_see_drafts = sees_drafts(request.user, found.office)
    if book.shown is None:
        return redirect(address("instrument_draft", found))
    number = request.GET.get("versi", "")
    version = next((one for one in book.put_in_force if str(one.number) == number), book.shown)
    document = document_of(version)
    context = {
        "crumbs": way_to(found),
        "instrument": found,
        "book": book,
        "version": version,
        "document": document,
        "rules": rule_rows(document, check(document)),
        "limits": limit_rows(document),
        "fall": fall_words(document),
        "draft": book.draft if may_see_drafts else None,
        "can_change": instrument_refusal(request.user, found.office) is None,
        "today": today(),
    }
    return render(request, "assessment/instrument.html", context)


@GET_AND_POST
def instrument_example(request: HttpRequest, code: str) -> HttpResponse:
    """One of the instruments that come along, read aloud; a POST makes it the office's draft."""
    example = next((one for one in actions.shipped() if one.code == code), None)
    office = office_of(request.user)
    if example is None or office is None:
        raise Http404
    if request.method == "POST":
        allow(instrument_refusal(request.user, office))
        try:
            draft = actions.adopt(office=office, code=code, by=request.user)
        except (Conflict, Refused) as refusal:
            messages.error(request, str(refusal))
            return redirect("instruments")
        messages.success(request, _("%(name)s kini rancangan kantor Anda.") % {"name": draft.instrument})
        return redirect(address("instrument_draft", draft.instrument))
    context = {
        "crumbs": way_to(None, (example.document.name, "")),
        "document": example.document,
        "example": example,
        "rules": rule_rows(example.document, check(example.document)),
        "limits": limit_rows(example.document),
        "fall": fall_words(example.document),
        "can_change": instrument_refusal(request.user, office) is None,
    }
    return render(request, "assessment/instrument_example.html", context)


@require_GET
def instrument_example_file(request: HttpRequest, code: str) -> HttpResponse:
    example = next((one for one in actions.shipped() if one.code == code), None)
    if example is None:
        raise Http404
    return _toml(example.text, f"{code}.toml")


@require_GET
def instrument_file(request: HttpRequest, office: str, code: str, number: int) -> HttpResponse:
    """A version's text as it was written."""
    found = instrument_or_404(request, office, code)
    version = get_object_or_404(found.versions, number=number)
    if version.is_draft and not sees_drafts(request.user, found.office):
        raise Http404
    return _toml(version.text, f"{code}-{number}.toml")


def _toml(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


@GET_AND_POST
def instrument_new(request: HttpRequest) -> HttpResponse:
    """A new instrument out of a text that is pasted whole."""
    office = office_of(request.user)
    if office is None:
        raise Http404
    allow(instrument_refusal(request.user, office))
    form = TextForm(request.POST or None)
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.adopt(office=office, text=form.cleaned_data["text"], by=request.user)
        except BadDocument as error:
            problems = error.problems
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Rancangan tersimpan."))
            return redirect(address("instrument_draft", draft.instrument))
    context = {
        "crumbs": way_to(None, (_("Instrumen baru"), "")),
        "title": _("Instrumen baru"),
        "lead": _("Tempel isi berkas TOML. Mulailah dari contoh yang paling dekat, lalu ubah."),
        "form": form,
        "problems": problems,
        "back": reverse("instruments"),
    }
    return render(request, "assessment/instrument_text.html", context, status=422 if problems else 200)


@require_POST
def instrument_draft_new(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """Begin the next version."""
    found = instrument_or_404(request, office, code)
    allow(instrument_refusal(request.user, found.office))
    try:
        actions.start_draft(instrument=found, by=request.user)
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
    return redirect(address("instrument_draft", found))


@GET_AND_POST
def instrument_end(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """Let an instrument hold no more."""
    found = instrument_or_404(request, office, code)
    allow(instrument_refusal(request.user, found.office))
    form = EndForm(request.POST or None, initial={"ends_on": today()})
    return form_page(
        request,
        form,
        lambda: actions.end_instrument(instrument=found, by=request.user, **form.cleaned_data),
        title=_("Akhiri %(name)s") % {"name": found},
        lead=_(
            "Sejak tanggal itu KIM tidak dinilai lagi menurut instrumen ini. Penilaian untuk hari-hari sebelumnya tetap."
        ),
        save=_("Akhiri instrumen"),
        save_kind="bahaya",
        back=address("instrument", found),
        crumbs=way_to(found, (_("Akhiri"), "")),
        done=_("Instrumen diakhiri."),
    )
