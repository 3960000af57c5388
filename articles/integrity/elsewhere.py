"""What does not belong to one story: the menu, tags, addresses, files."""

from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField

from articles.models import (
    Address,
    Front,
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
from articles.text import clean_name, name_key

from .problem import Problem


def problems_elsewhere() -> Iterator[Problem]:
    """Look at what does not belong to one story."""
    yield from _menu()
    yield from _fronts()
    yield from _tags()
    yield from _merged_tags()
    yield from _taken_addresses()
    yield from _files()


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
            if not storage.exists(name):
                yield Problem(
                    f"Image {known[name]}", f"its file {name} is missing.", "Restore it from a backup."
                )


def _names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from _names_in(storage, f"{folder}{name}/")
