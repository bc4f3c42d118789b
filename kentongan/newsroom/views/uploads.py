"""Pictures arrive piece by piece, and those who write see them before readers do."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.models import User
from kentongan.core.errors import Refused
from kentongan.core.pictures import UnfitUpload, redraw
from kentongan.core.uploads import JPEG, guard, hand_out
from kentongan.newsroom.models import Photo, Upload
from kentongan.newsroom.permissions import sees_article, write_refusal
from kentongan.newsroom.photos import UnfitPhoto
from kentongan.newsroom.photos.pieces import (
    Elsewhere,
    TooMany,
    arrived,
    begin,
    find,
    finish,
    forget,
    is_somebody_elses,
    take,
)
from kentongan.registry.models import Group

# The sizes a working page may ask for; a phone's list needs no more.
SMALL = 352


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def outbox_photo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One picture on its way. GET says how many bytes are here; POST takes the next piece.

    A piece comes as raw bytes with Upload-Offset (where it begins), Upload-Length (of the whole) and Upload-Group (the group's code), and
    may come with Upload-Original (bytes as they left the camera) and Upload-Name. Answers are ``{"received": n, "photo": code or null}``. An
    offset that is not the end is 409 with ``received``: go on from there. When all is here ``photo`` is its code; where
    ``received`` is the whole and ``photo`` is null, the server stopped in between: send an empty piece from there. 422 with a ``sentence`` is final:
    the picture cannot be kept. 401 asks for a sign-in, 429 for patience; a key or a group of others is 404.
    """
    if not request.user.is_authenticated:
        sentence = _("Masuk dulu, lalu foto ini dikirim lagi.")
        return JsonResponse({"sign_in": reverse("account_login"), "sentence": sentence}, status=401)
    if photo := arrived(key, request.user):
        return JsonResponse({"received": photo.original_size, "photo": photo.code})
    if is_somebody_elses(key, request.user):
        raise Http404
    upload = find(key, request.user)
    if request.method == "GET":
        return JsonResponse({"received": upload.received if upload else 0, "photo": None})
    offset = _number(request, "Upload-Offset")
    try:
        if upload and request.headers.get("Upload-Length") not in (None, str(upload.size)):
            # The phone made it small anew.
            forget(upload)
            upload = None
        upload = upload or _begun(request, key)
        upload = take(upload, offset, request)
        photo = finish(upload, request.user) if upload.received == upload.size else None
    except Elsewhere as elsewhere:
        return JsonResponse({"received": elsewhere.received, "sentence": str(elsewhere)}, status=409)
    except TooMany as problem:
        return JsonResponse({"sentence": str(problem)}, status=429)
    except UnfitPhoto as problem:
        return JsonResponse({"sentence": str(problem)}, status=422)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=403)
    return JsonResponse({"received": upload.received, "photo": photo.code if photo else None})


def _begun(request: HttpRequest, key: uuid.UUID) -> Upload:
    group = get_object_or_404(
        Group.objects.visible_to(request.user).select_related("area"), code=request.headers.get("Upload-Group", "")
    )
    if refusal := write_refusal(request.user, group):
        raise Refused(refusal)
    return begin(
        key=key,
        group=group,
        by=request.user,
        size=_number(request, "Upload-Length"),
        name=request.headers.get("Upload-Name", ""),
        original_size=_number(request, "Upload-Original"),
    )


def _number(request: HttpRequest, name: str) -> int:
    """A header's number; what is none is zero, and answered as such."""
    written = request.headers.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


@require_GET
def article_photo(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """A picture for those who may see its article, shown or not; ``?kecil`` is small."""
    photo = get_object_or_404(Photo.objects.select_related("article__group__area"), code=code)
    if not _sees(request.user, photo):
        raise Http404
    if "kecil" not in request.GET:
        response: HttpResponse | FileResponse = hand_out(photo.file, JPEG, f"foto-{photo.code}")
    else:
        try:
            with photo.file.open("rb") as stored:
                response = HttpResponse(redraw(stored, SMALL).content, content_type=JPEG)
        except (FileNotFoundError, UnfitUpload) as error:
            raise Http404 from error
        guard(response)
    # The file behind a code never changes.
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


def _sees(user: User, photo: Photo) -> bool:
    """Those who write or read the article; a picture without one is its sender's."""
    return sees_article(user, photo.article) if photo.article else photo.added_by_id == user.pk
