"""What does not belong to one story: the menu, tags, addresses, files."""

from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField

from articles import card_files
from articles.models import (
    Address,
    Front,
    Image,
    PictureInText,
    PublicState,
    PublishedStory,
    Section,
    Tag,
    TagAddress,
    TagAlias,
    TaggedPublishedStory,
    TaggedStory,
)
from articles.models.tag_key import tag_keys
from articles.picture_sizes import renditions_of
from articles.text import clean_name, name_key

from .problem import Problem

# Where renditions lie in the storage of pictures.
PICTURES = "images/"
DRAW = "Run: manage.py make_renditions."
DRAW_AGAIN = "Run: manage.py make_renditions --all."


def problems_elsewhere() -> Iterator[Problem]:
    """Look at what does not belong to one story."""
    yield from _menu()
    yield from _fronts()
    yield from _tags()
    yield from _merged_tags()
    yield from _taken_addresses()
    yield from _files()
    yield from _renditions()
    yield from _cards()


def _menu() -> Iterator[Problem]:
    """The menu that readers see is that of the sections."""
    remedy = "Save any section in the desk."
    state = PublicState.objects.first()
    if state is None:
        if PublishedStory.objects.exists():
            yield Problem("Public state", "its row is missing.", remedy)
    elif state.navigation != list(Section.objects.filter(in_navigation=True).values("name", "slug")):
        yield Problem("Public state", "the menu is not that of the sections.", remedy)


def _fronts() -> Iterator[Problem]:
    """What readers see at the top of a front is what the latest arrangement in effect says."""
    for front in Front.objects.select_related("section").order_by("pk"):
        in_effect = front.arrangements.exclude(took_effect_at=None).order_by("-starts_at", "-pk").first()
        if front.pinned != (in_effect.stories if in_effect else []):
            yield Problem(
                f"Front “{front}”", "what is pinned is not what was arranged.", "Arrange it once more."
            )


def _tags() -> Iterator[Problem]:
    """Every name of a tag is in its one form, and means one tag."""
    remedy = "Open the tag in the desk and save it."
    for model in (Tag, TagAlias):
        for row in model.objects.order_by("pk").iterator():
            if (row.name, row.key) != (clean_name(row.name), name_key(row.name)):
                where = f"{str(model._meta.verbose_name).capitalize()} {row.pk} “{row}”"
                yield Problem(where, "its name or its key is not in its one form.", remedy)
    names = dict(Tag.objects.current().values_list("key", "pk"))
    for alias in TagAlias.objects.order_by("pk").iterator():
        if names.get(alias.key, alias.tag_id) != alias.tag_id:
            yield Problem(
                f"Tag alias {alias.pk} “{alias}”", "it is also another tag's name.", "Remove the alias."
            )


def _merged_tags() -> Iterator[Problem]:
    """A tag that was merged is on no story, and one that was not is found by every form of its names."""
    for model in (TaggedStory, TaggedPublishedStory):
        for row in model.objects.filter(tag__merged_into__isnull=False).select_related("tag").iterator():
            where = f"{str(model._meta.verbose_name).capitalize()} {row.pk}"
            yield Problem(where, f"the tag “{row.tag}” was merged.", "Undo the merge, and merge again.")
    for tag in Tag.objects.prefetch_related("aliases", "keys").iterator(chunk_size=500):
        names = [tag.name, *(alias.name for alias in tag.aliases.all())]
        wanted = set() if tag.merged_into_id else tag_keys(names)
        if {key.key for key in tag.keys.all()} != wanted:
            yield Problem(f"Tag {tag.pk} “{tag}”", "it is not found by its names.", "Open it and save it.")
    taken = Tag.objects.current().values("slug")
    for address in TagAddress.objects.filter(slug__in=taken).order_by("pk"):
        yield Problem(f"Tag address {address.pk} “{address}”", "a tag is there too.", "Remove the address.")


def _taken_addresses() -> Iterator[Problem]:
    """No address that a story once had is the address at which another one is now."""
    live = PublishedStory.objects.values("slug")
    for address in Address.objects.filter(slug__in=live).order_by("pk"):
        yield Problem(
            f"Address {address.pk} “{address}”", "a live story is there too.", "Remove the address."
        )


def _files() -> Iterator[Problem]:
    """Every file is somebody's, and nobody's file is missing."""
    fields = [
        field
        for model in apps.get_app_config("articles").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    ]
    for storage in {field.storage for field in fields}:
        # Files first: a row that is added meanwhile is seen, with its file.
        there = set(_names_in(storage))
        known = {
            name: row_pk
            for field in fields
            if field.storage is storage
            for row_pk, name in field.model._base_manager.exclude(**{field.name: ""}).values_list(
                "pk", field.name
            )
        }
        for name in sorted(there - known.keys()):
            yield Problem(f"File {name}", "it belongs to nothing.", "Remove it.")
        for name in sorted(known.keys() - there):
            if Image.objects.filter(file=name, old_name=name).exists() and default_storage.exists(name):
                yield Problem(f"Image {known[name]}", "it still waits in its old place.", DRAW)
            elif not storage.exists(name):
                yield Problem(
                    f"Image {known[name]}", f"its file {name} is missing.", "Restore it from a backup."
                )


def _renditions() -> Iterator[Problem]:
    """What readers are offered of every picture is there, and nothing else lies beside it."""
    # Files first, as above.
    there = set(_names_in(default_storage, PICTURES))
    named: set[str] = set()
    for image in Image.objects.order_by("pk").iterator():
        drawn = {f"{image.folder}/{name}" for name in image.renditions.split()}
        named |= drawn
        if image.old_name:
            named.add(image.old_name)
            if not default_storage.exists(image.old_name):
                yield Problem(
                    f"Image {image.pk} “{image}”",
                    f"texts from before may name {image.old_name}, which is missing.",
                    "Restore it from a backup; if no text names it, run: manage.py make_renditions.",
                )
        # Half of what a worker is drawing just now may be there, and is no orphan.
        named |= {f"{image.folder}/{name}" for name in renditions_of(image.width)}
        for name in sorted(drawn - there):
            if not default_storage.exists(name):
                yield Problem(f"Image {image.pk} “{image}”", f"its rendition {name} is missing.", DRAW_AGAIN)
    for name in sorted(there - named):
        yield Problem(f"File {name}", "it is no rendition of any picture.", "Remove it.")
    with_texts = Image.objects.filter(pk__in=PictureInText.objects.values("image"))
    leads = Image.objects.filter(pk__in=PublishedStory.objects.values("lead_image"))
    for image in (with_texts | leads).order_by("pk").iterator():
        if not image.is_drawn:
            yield Problem(
                f"Image {image.pk} “{image}”",
                "readers see a story with it, but not all its sizes are drawn.",
                DRAW,
            )


def _cards() -> Iterator[Problem]:
    """What says a headline to the world is gone when its story is."""
    for name in card_files.left_behind():
        yield Problem(f"File {name}", "it is the card of no live story.", "Run: manage.py purge_cards.")


def _names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from _names_in(storage, f"{folder}{name}/")
