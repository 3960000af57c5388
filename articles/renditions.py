"""What readers see of a picture: drawn in several sizes and formats before anybody asks, never during a request.

The JPEGs are drawn while a picture is taken in, so that the desk sees it at once; the rest by a task, and at
the latest before a story is published with it. Names follow from the picture's own size, so two workers who
draw the same picture at once write the same files.
"""

import io
import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db.models import Q
from PIL import Image as Picture

from articles.models.image import Image, new_folder
from articles.models.story import Story
from articles.picture_sizes import is_jpeg, jpegs_of, renditions_of, width_in

# AVIF at this speed takes a fifth of the time of its default, for a tenth more bytes.
_ENCODED: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
    "webp": ("WEBP", {"quality": 76, "method": 4}),
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
}
# What shows through a transparent picture, by day and by night.
_PAPER = "white"
# So often a file is written that another worker, who writes it as well, removes meanwhile.
TRIES = 3
_IN_TEXT = re.compile(r'src="[^"]*/(images/[0-9a-f]{32})/\d{1,5}\.\w{3,4}"')
# The same in texts from before originals were private.
_IN_OLD_TEXT = re.compile(r'src="[^"]*/(images/[0-9a-f]{2}/[\w-]{1,100}\.\w{3,4})"')


class CannotDraw(Exception):
    """A picture's file is missing or damaged; the message says which."""


def draw_jpegs(image: Image) -> None:
    """Draw what the desk shows of a new picture, and what is shown wherever nothing newer is known."""
    _draw(image, jpegs_of(image.width))


def draw(image: Image, *, again: bool = False) -> bool:
    """Draw what is missing of a picture, or all of it `again`; return whether anything was drawn.

    What is no longer offered to browsers is no longer named in its row; its file is the caller's to remove.

    Raises:
        CannotDraw: when its file is missing or damaged.
        OSError: when there is no room for what is drawn. Nothing was lost; it can be tried again.
    """
    if image.is_drawn and not again:
        return False
    if not image.folder:
        # It came in around the desk, with a file and nothing else.
        Image.objects.filter(pk=image.pk, folder="").update(folder=new_folder())
        image.refresh_from_db(fields=["folder"])
    _bring_over(image)
    there = set() if again else {*image.renditions.split()}
    _draw(image, [name for name in renditions_of(image.width) if name not in there])
    return True


def draw_for(story: Story) -> None:
    """Draw what is missing of a story's pictures, so that readers are never shown a gap."""
    images = in_text(story.body)
    if story.lead_image is not None:
        images.append(story.lead_image)
    for image in images:
        draw(image)


def in_text(body: str) -> list[Image]:
    """Return the library's pictures that stand in a text; the database is asked only if there are any."""
    folders, old = {*_IN_TEXT.findall(body)}, {*_IN_OLD_TEXT.findall(body)}
    if not folders and not old:
        return []
    return list(Image.objects.filter(Q(folder__in=folders) | Q(old_name__in=old)).order_by("pk"))


def files_of(image: Image) -> list[tuple[Storage, str]]:
    """Return every file that belongs to a picture, drawn or about to be."""
    names = {*image.renditions.split(), *renditions_of(image.width)} if image.folder else set()
    return [
        *([(image.file.storage, image.file.name)] if image.file.name else []),
        *([(default_storage, image.old_name)] if image.old_name else []),
        *((default_storage, f"{image.folder}/{name}") for name in sorted(names)),
    ]


def remove(files: Iterable[tuple[Storage, str]]) -> None:
    """Remove files, as far as they are there."""
    for storage, name in files:
        storage.delete(name)


def _bring_over(image: Image) -> None:
    """Put the file of a picture from before originals were private where it belongs.

    What lies where readers could reach it stays there as well: texts may name it. Of several who do this at
    once the UPDATE takes one, and nobody reads a file that is half-written; what somebody who was stopped
    left there is found by `verify_integrity`.
    """
    place, private = f"{image.folder}/", image.file.storage
    if (image.file.name or "").startswith(place):
        return
    # Another worker may have been quicker, and the old file gone by now.
    old = Image.objects.filter(pk=image.pk).values_list("file", flat=True).first()
    if not old:
        return
    image.file.name = old
    if old.startswith(place) or private.exists(old) or not default_storage.exists(old):
        return
    with default_storage.open(old) as file:
        name = private.save(f"{place}original-{secrets.token_hex(4)}.{old.rpartition('.')[2]}", file)
    unchanged = Image.objects.filter(pk=image.pk, folder=image.folder, file=old)
    if not unchanged.update(file=name, old_name=old):
        private.delete(name)
        image.file.name = Image.objects.filter(pk=image.pk).values_list("file", flat=True).first() or old
        return
    image.file.name, image.old_name = name, old


def _draw(image: Image, names: Iterable[str]) -> None:
    """Draw these renditions and then say in the picture's row that they are there."""
    # The largest first: the smaller ones are drawn from it.
    names = sorted(names, key=width_in, reverse=True)
    plain = _opened(image)
    for name in names:
        width = width_in(name)
        height = max(1, round(width * image.height / image.width))
        if plain.size != (width, height):
            plain = plain.resize((width, height), Picture.Resampling.LANCZOS, reducing_gap=3.0)
        kind, options = _ENCODED[name.rpartition(".")[2]]
        out = io.BytesIO()
        plain.save(out, kind, **options)
        _keep(f"{image.folder}/{name}", out.getvalue())
    wanted = {*renditions_of(image.width)}
    kept = [name for name in image.renditions.split() if name in wanted or is_jpeg(name)]
    image.renditions = " ".join(dict.fromkeys([*kept, *sorted(names)]))
    # Not if a new file took its place meanwhile.
    Image.objects.filter(pk=image.pk, folder=image.folder).update(renditions=image.renditions)


def _opened(image: Image) -> Picture.Image:
    """Return the pixels of a picture; what is transparent stands on paper."""
    try:
        with image.file.storage.open(image.file.name or "") as file, Picture.open(file) as picture:
            if picture.mode == "RGBA":
                paper = Picture.new("RGB", picture.size, _PAPER)
                paper.paste(picture, mask=picture)
                return paper
            return picture.convert("RGB")
    except FileNotFoundError:
        raise CannotDraw(f"The file of the picture “{image}” is missing. Upload it again.") from None
    # Pillow says OSError of damaged files, the storage says it of a full or broken disk.
    except (OSError, SyntaxError, ValueError) as error:
        if getattr(error, "errno", None):
            raise
        raise CannotDraw(f"The file of the picture “{image}” is damaged. Upload it again.") from error


def _keep(name: str, content: bytes) -> None:
    """Write a file under exactly this name; what a worker left half-written there is written anew."""
    for tries_left in reversed(range(TRIES)):
        try:
            _write(name, content)
        except FileNotFoundError:
            # Another worker took what this one was writing for left behind, and writes the same bytes.
            if not tries_left:
                raise
        else:
            return


def _write(name: str, content: bytes) -> None:
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if there.read() == content:
                return
        default_storage.delete(name)
    written = default_storage.save(name, ContentFile(content))
    if written != name:
        # Another worker was quicker, with the same bytes.
        default_storage.delete(written)
