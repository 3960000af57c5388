"""Pictures from before originals were private: bringing them over, and what stays in their old place.

`renditions` brings over a picture that it draws. The file in the old place goes when no text names it, and
only when somebody asks for it: by `manage.py make_renditions`.
"""

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast

from articles.models import (
    Image,
    PublicChange,
    PublishedPage,
    PublishedStory,
    Revision,
    Scratch,
    StandingPage,
    Story,
)
from articles.pictures import draw_the_rest

# Wherever an address of a picture may stand: in what people wrote, now or then, and in what was drawn from it.
_TEXTS: tuple[tuple[type[models.Model], str], ...] = (
    (Story, "body"),
    (PublishedStory, "body"),
    (PublishedStory, "head_html"),
    (PublishedStory, "article_html"),
    (PublicChange, "comparison"),
    (Revision, "content"),
    (Scratch, "fields"),
    (StandingPage, "body"),
    (PublishedPage, "body"),
)
_NAME = re.compile(r"images/[\w./-]+")
# Texts are long: so many are fetched at once.
CHUNK = 100


def ask_for_those_that_wait() -> int:
    """Have the worker bring over and draw every picture that waits; return how many. Nothing is removed.

    Asked for twice, each is brought over once.
    """
    keys = list(waiting().values_list("pk", flat=True))
    for key in keys:
        draw_the_rest.enqueue(key)
    return len(keys)


def waiting() -> models.QuerySet[Image]:
    """Return the pictures whose file still lies in its old place only."""
    return Image.objects.exclude(old_name="").filter(file=F("old_name"))


def in_old_place() -> models.QuerySet[Image]:
    """Return the pictures that were brought over and whose file lies in its old place as well."""
    return Image.objects.exclude(old_name="").exclude(file=F("old_name"))


def needless() -> Iterator[Image]:
    """Yield those of them that no text names by their old place any more: everything that holds texts is read."""
    images = list(in_old_place().order_by("pk"))
    if not images:
        return
    named = _named()
    yield from (image for image in images if image.old_name not in named)


def remove_from_old_place(image: Image) -> bool:
    """Remove the file in a picture's old place, if all of it is in the new one; return whether it went."""
    if not image.is_drawn or not image.file.storage.exists(image.file.name or ""):
        return False
    # The file first: what is stopped between the two is found and done again.
    default_storage.delete(image.old_name)
    Image.objects.filter(pk=image.pk, old_name=image.old_name).update(old_name="")
    return True


def _named() -> set[str]:
    """Return every name of a picture's file that stands in a text."""
    named: set[str] = set()
    for model, field in _TEXTS:
        texts = model._base_manager.annotate(as_text=Cast(field, models.TextField()))
        with_pictures = texts.filter(as_text__contains="/images/").values_list("as_text", flat=True)
        for text in with_pictures.order_by().iterator(chunk_size=CHUNK):
            named.update(_NAME.findall(text))
    return named
