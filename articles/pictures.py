"""What the desk does with pictures: take in, draw, delete; each whole or not at all."""

from pathlib import PurePath

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import task

from articles import renditions, usage
from articles.images import CleanPicture
from articles.models import Author, Image
from articles.picture_facts import PictureFacts
from articles.text import clean_name

_LONGEST = {field.name: field.max_length for field in Image._meta.concrete_fields}
FACTS = ("title", "alt_text", "caption", "creator", "credit", "copyright_notice", "rights", "keywords")


def fill_in(image: Image, facts: PictureFacts, *, file_name: str = "") -> list[str]:
    """Fill the fields that are empty with what the file said; return the names of those it filled.

    A picture without a title is called after its file.
    """
    filled = []
    for name in FACTS:
        said = getattr(facts, name)[: _LONGEST[name]]
        if said and not getattr(image, name):
            setattr(image, name, said)
            filled.append(name)
    if facts.taken_on and not image.taken_on:
        image.taken_on = facts.taken_on
        filled.append("taken_on")
    image.title = image.title or clean_name(PurePath(file_name).stem)[:200]
    return filled


def keep(image: Image) -> None:
    """Save a picture. A new file is drawn as JPEG at once and the rest by a task; the one before it goes.

    Whatever goes wrong, no file of the new picture stays behind.
    """
    # How Django says that a file was not stored yet.
    is_new_file = not image.file._committed  # type: ignore[attr-defined]  # no part of its types
    if not is_new_file:
        image.save()
        return
    before = Image.objects.filter(pk=image.pk).first() if image.pk else None
    old = renditions.files_of(before) if before else []
    old_folder = before.folder if before else ""
    try:
        with transaction.atomic():
            image.save()
            renditions.draw_jpegs(image)
            draw_the_rest.enqueue(image.pk)
            transaction.on_commit(lambda: renditions.remove(old))
    except BaseException:
        if image.folder != old_folder:
            forget_files(image)
        raise


def forget_files(image: Image) -> None:
    """Remove what was written of a new file that is not kept after all."""
    # If writing it failed, it does not know where it would have been.
    image.file.name = f"{image.folder}/original.{str(image.file.name).rpartition('.')[2]}"
    renditions.remove(renditions.files_of(image))


def take_in(picture: CleanPicture, *, by: User, file_name: str, **fields: object) -> Image:
    """Add a picture to the library, with what its file said of it."""
    image = Image(uploaded_by=by, **fields)
    fill_in(image, picture.facts, file_name=file_name)
    image.file = picture
    keep(image)
    return image


@task()
def draw_the_rest(image_pk: int) -> bool:
    """Draw what is missing of a picture; begun twice, it writes the same files once more."""
    image = Image.objects.filter(pk=image_pk).first()
    return image is not None and draw(image)


def draw(image: Image, *, again: bool = False) -> bool:
    """Draw what is missing of a picture, show it to those who read now; return whether anything was drawn."""
    offered = {*image.renditions.split()}
    if not renditions.draw(image, again=again):
        return False
    if usage.is_public(image) or Author.objects.filter(photo=image).exists():
        usage.keep_readers_up_to_date(image)
    # Only now that no page names them any more.
    old = offered - {*image.renditions.split()}
    renditions.remove((default_storage, f"{image.folder}/{name}") for name in sorted(old))
    return True


@transaction.atomic
def delete(image: Image) -> None:
    """Delete a picture, and its files once that is certain."""
    files = renditions.files_of(image)
    image.delete()
    transaction.on_commit(lambda: renditions.remove(files))
