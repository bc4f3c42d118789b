"""A draft under the checker: its rules, what they leave out, whom they would move; and every way to change it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.assessment.actions import instruments as actions
from kentongan.assessment.forms.instruments import ForceForm, HoleForm, LimitsForm, TextForm
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.permissions import instrument_refusal
from kentongan.assessment.queries.effect import movers
from kentongan.assessment.queries.in_force import document_of
from kentongan.assessment.queries.instruments import book_of
from kentongan.assessment.rules.checker import check
from kentongan.assessment.rules.complaints import BadDocument
from kentongan.assessment.rules.wording import hole_words, tier_noun
from kentongan.assessment.views._instruments import (
    address,
    draft_or_404,
    fall_words,
    grid_rows,
    instrument_or_404,
    limit_rows,
    mover_rows,
    rule_rows,
    way_to,
)
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.views._common import allow, form_page

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
def instrument_draft(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """The checker's page. A POST changes limits and windows."""
    draft = draft_or_404(request, office, code)
    can_change = instrument_refusal(request.user, draft.instrument.office) is None
    document = document_of(draft)
    form = LimitsForm(request.POST or None, document=document, initial={"known": draft.fingerprint})
    if request.method == "POST":
        allow(instrument_refusal(request.user, draft.instrument.office))
        if form.is_valid():
            _act(
                request,
                lambda: actions.change_limits(
                    version=draft,
                    limits=form.limits,
                    windows=form.windows,
                    fall=form.fall,
                    known=form.cleaned_data["known"],
                    by=request.user,
                ),
                _("Batas tersimpan."),
            )
        else:
            messages.error(request, _("Pilihan itu sudah tidak ada. Rancangan ini mungkin baru saja diubah."))
        return redirect(address("instrument_draft", draft.instrument) + "#arti")
    return render(request, "assessment/instrument_draft.html", _draft_page(draft, form, can_change))


def _draft_page(draft: InstrumentVersion, form: LimitsForm, can_change: bool) -> dict[str, Any]:
    instrument, document = draft.instrument, form.document
    report = check(document)
    book = book_of(instrument)
    before = book.in_force or book.shown
    effect = movers(document_of(before) if before else None, document, instrument.office.area, today(), report)
    noun = tier_noun(document)
    return {
        "crumbs": way_to(instrument, (_("Versi %(number)d (rancangan)") % {"number": draft.number}, "")),
        "instrument": instrument,
        "draft": draft,
        "changed_at": draft.changed_at,
        "before": before,
        "document": document,
        "noun": noun,
        "report": report,
        "rules": rule_rows(document, report),
        "form": form,
        "delays": [form["turun_setelah"], form["turun_paling_cepat"]],
        "limits": limit_rows(document, form if can_change else None),
        "fall": fall_words(document),
        "grid": grid_rows(report),
        "holes": [
            {
                "hole": hole,
                "words": hole_words(document, hole),
                "groups": effect.by_hole[hole.letter],
                "action": _("Pilih %(noun)s untuk %(letter)s") % {"noun": noun, "letter": hole.letter},
            }
            for hole in report.holes
        ],
        "shadowed": [{"one": one, "by": _(" dan ").join(one.by)} for one in report.shadowed],
        "why_not": _why_not(len(report.holes), len(report.unreachable)),
        "effect": effect,
        "movers": mover_rows(effect),
        "can_change": can_change,
        "today": today(),
    }


def _why_not(holes: int, unreachable: int) -> str:
    """What the button says while it is off."""
    if holes:
        words = ngettext("Berlakukan setelah %(n)d lubang ditutup", "Berlakukan setelah %(n)d lubang ditutup", holes)
        return words % {"n": holes}
    if unreachable:
        words = ngettext(
            "Berlakukan setelah %(n)d tingkat bisa tercapai",
            "Berlakukan setelah %(n)d tingkat bisa tercapai",
            unreachable,
        )
        return words % {"n": unreachable}
    return ""


def _act(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except (Conflict, Refused, BadDocument) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


@GET_AND_POST
def instrument_text(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """The draft's whole text. What is wrong with it is told line by line, and what was typed stays."""
    draft = draft_or_404(request, office, code)
    instrument = draft.instrument
    allow(instrument_refusal(request.user, instrument.office))
    form = TextForm(request.POST or None, initial={"text": draft.text, "known": draft.fingerprint})
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        typed, known = form.cleaned_data["text"], form.cleaned_data["known"]
        try:
            actions.save_draft(version=draft, text=typed, known=known, by=request.user)
        except BadDocument as error:
            problems = error.problems
        except Conflict as refusal:
            # What was typed stays; saving it once more is then a decision.
            form = TextForm({"text": typed, "known": draft.fingerprint})
            form.add_error(None, str(refusal))
            form.add_error(None, _("Isi di bawah adalah ketikan Anda. Simpan lagi untuk memakainya."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Rancangan tersimpan."))
            return redirect(address("instrument_draft", instrument))
    context = {
        "crumbs": way_to(
            instrument,
            (_("Versi %(number)d (rancangan)") % {"number": draft.number}, address("instrument_draft", instrument)),
            (_("Teks"), ""),
        ),
        "title": _("Teks versi %(number)d") % {"number": draft.number},
        "lead": _("Semua bagian instrumen dalam satu teks. Baris yang diawali # hanya penjelasan."),
        "form": form,
        "problems": problems,
        "back": address("instrument_draft", instrument),
    }
    return render(request, "assessment/instrument_text.html", context, status=422 if problems else 200)


@GET_AND_POST
def instrument_hole(request: HttpRequest, office: str, code: str, letter: str) -> HttpResponse:
    """Choose a tier for the states of a hole, with a reason."""
    draft = draft_or_404(request, office, code)
    instrument, document = draft.instrument, document_of(draft)
    allow(instrument_refusal(request.user, instrument.office))
    hole = next((one for one in check(document).holes if one.letter == letter and not one.below), None)
    if hole is None and request.method == "POST":
        messages.info(request, _("Lubang %(letter)s sudah tidak ada.") % {"letter": letter})
        return redirect(address("instrument_draft", instrument))
    if hole is None:
        raise Http404
    noun = tier_noun(document)
    form = HoleForm(request.POST or None, document=document, noun=noun, initial={"known": draft.fingerprint})
    return _small_page(
        request,
        draft,
        form,
        lambda: actions.decide_hole(version=draft, letter=letter, by=request.user, **form.cleaned_data),
        title=_("Pilih %(noun)s untuk %(letter)s") % {"noun": noun, "letter": letter},
        lead=_("Keadaan ini belum masuk mana pun: %(words)s.") % {"words": hole_words(document, hole)},
        save=_("Tutup lubang %(letter)s") % {"letter": letter},
        done=_("Lubang %(letter)s tertutup.") % {"letter": letter},
    )


@require_POST
def instrument_rule_drop(request: HttpRequest, office: str, code: str, label: str) -> HttpResponse:
    """Take a rule out that is never used."""
    draft = draft_or_404(request, office, code)
    allow(instrument_refusal(request.user, draft.instrument.office))
    known = request.POST.get("known", "")
    _act(
        request,
        lambda: actions.drop_rule(version=draft, label=label, known=known, by=request.user),
        _("Aturan %(label)s dihapus.") % {"label": label},
    )
    return redirect(address("instrument_draft", draft.instrument))


@GET_AND_POST
def instrument_force(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """Put the draft in force from a day on."""
    instrument = instrument_or_404(request, office, code)
    refusal = instrument_refusal(request.user, instrument.office)
    if not refusal and not instrument.versions.drafts().exists():
        # A second tap, or by somebody else a moment ago.
        messages.info(request, _("Tidak ada rancangan yang menunggu diberlakukan."))
        return redirect(address("instrument", instrument))
    draft = draft_or_404(request, office, code)
    allow(refusal)
    if not check(document_of(draft)).is_complete:
        return redirect(address("instrument_draft", instrument))
    form = ForceForm(request.POST or None, initial={"holds_from": today(), "known": draft.fingerprint})
    return _small_page(
        request,
        draft,
        form,
        lambda: actions.put_in_force(version=draft, by=request.user, **form.cleaned_data),
        title=_("Berlakukan versi %(number)d") % {"number": draft.number},
        lead=_("Setelah diberlakukan, isi versi ini tidak berubah lagi. Perubahan berikutnya menjadi versi baru."),
        save=_("Berlakukan versi %(number)d") % {"number": draft.number},
        done=_("Versi %(number)d diberlakukan.") % {"number": draft.number},
        goal=lambda _version: address("instrument", instrument),
    )


@GET_AND_POST
def instrument_discard(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """Throw the draft away."""
    draft = draft_or_404(request, office, code)
    instrument = draft.instrument
    allow(instrument_refusal(request.user, instrument.office))
    if request.method == "POST":
        try:
            actions.discard_draft(version=draft, known=request.POST.get("known", ""), by=request.user)
        except (Conflict, Refused) as refusal:
            messages.error(request, str(refusal))
            return redirect(address("instrument_draft", instrument))
        messages.success(request, _("Rancangan dibuang."))
        return redirect("instruments")
    context = {"crumbs": way_to(instrument, (_("Buang rancangan"), "")), "instrument": instrument, "draft": draft}
    return render(request, "assessment/instrument_discard.html", context)


def _small_page(
    request: HttpRequest, draft: InstrumentVersion, form: Any, act: Callable[[], Any], **words: Any
) -> HttpResponse:
    """A form of its own about the draft; complaints about the text come back on it, too."""
    back = address("instrument_draft", draft.instrument)

    def change() -> Any:
        try:
            return act()
        except BadDocument as error:
            raise Refused(str(error)) from error

    crumbs = way_to(
        draft.instrument, (_("Versi %(number)d (rancangan)") % {"number": draft.number}, back), (words["title"], "")
    )
    return form_page(request, form, change, back=back, crumbs=crumbs, **words)
