"""Files sent to the library one by one, while the page stays: dropped, or chosen several at once."""

from uuid import UUID, uuid4

from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from articles import pictures
from articles.images import PictureRefused, clean_upload
from articles.models import Image


def upload(request: HttpRequest) -> HttpResponse:
    """Take in one picture and say where to describe it; the same one sent twice is one picture."""
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied("You may not add pictures.")
    if request.method != "POST":
        return redirect("admin:articles_image_add")
    sent = request.FILES.get("file")
    if sent is None:
        return _refused("No file arrived. Choose it again.")
    key = _key(request)
    made = Image.objects.filter(uuid=key).first()
    if made is None:
        try:
            made = _taken_in(request, key)
        except PictureRefused as problem:
            return _refused(str(problem))
        except IntegrityError:
            # Sent twice at the same moment: the other one was first.
            made = Image.objects.get(uuid=key)
    return JsonResponse(
        {
            "title": str(made),
            "address": reverse("admin:articles_image_change", args=[made.pk]),
            "thumbnail": made.thumbnail,
        }
    )


def _taken_in(request: HttpRequest, key: UUID) -> Image:
    sent = request.FILES["file"]
    picture = clean_upload(sent)
    with transaction.atomic():
        image = pictures.take_in(picture, by=request.user, file_name=sent.name, uuid=key)
        try:
            LogEntry.objects.log_actions(request.user.pk, [image], ADDITION, single_object=True)
        except BaseException:
            pictures.forget_files(image)
            raise
    return image


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _refused(problem: str) -> JsonResponse:
    return JsonResponse({"problem": problem}, status=422)
