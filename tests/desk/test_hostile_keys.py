"""Whatever is sent where a form expects a key, the form comes back: of every noun, in every look-up field."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db.models import Model
from django.urls import reverse

from articles.admin.base import MOST_CARDS
from articles.models import Image, MediaTopic, Story
from tests.desk.conftest import Desk
from tests.desk.forms import Fields, opened
from tests.desk.pictures import a_picture
from tests.stories import bring_to, write

pytestmark = pytest.mark.django_db

HOSTILE = ["\0", "1\0", "9" * 40, "1" * 300, "-1", "1e9", "٣", "x" * 5000]


@pytest.fixture
def rows(reporter: User, editor: User) -> dict[type[Model], Model]:
    """One of everything that has a page of its own."""
    bring_to("live", write("A bridge", by=reporter), by=editor)
    Image.objects.create(title="A picture", file=ContentFile(a_picture().getvalue(), "picture.jpg"))
    MediaTopic.objects.create(code="04000000", name="Economy", level=1)
    Group.objects.first()
    nouns = [model for model in admin.site._registry if model._default_manager.exists()]
    return {model: model._default_manager.first() for model in nouns}


def look_ups(model: type[Model]) -> set[str]:
    """Return the fields of a noun's form, and of the rows below it, that hold keys."""
    found = {field.name for field in model._meta.get_fields() if field.is_relation}
    for inline in admin.site._registry[model].inlines:
        found |= {field.name for field in inline.model._meta.get_fields() if field.is_relation}
    return found | {"id", "section", "parents"}


def with_keys(fields: Fields, names: set[str], key: str) -> dict[str, Any]:
    sent: dict[str, Any] = dict(fields)
    for name in fields:
        if name.rsplit("-", 1)[-1] in names:
            sent[name] = [key]
    # A look-up field that is empty is sent by a browser as nothing.
    return sent | {name: [key] for name in names if name not in fields}


@pytest.mark.thorough
@pytest.mark.parametrize("noun", [model.__name__ for model in admin.site._registry])
def test_a_key_that_is_none_brings_the_form_back(
    noun: str, rows: dict[type[Model], Model], desk: Desk, superuser: User
) -> None:
    model = next(model for model in admin.site._registry if model.__name__ == noun)
    if model not in rows:
        pytest.skip("Nothing of it is here.")
    client = desk(superuser)
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    form = f"{model._meta.model_name}_form"
    tried = 0
    for address in (reverse(f"{base}_change", args=[rows[model].pk]), reverse(f"{base}_add")):
        if client.get(address).status_code != 200:
            continue
        fields = opened(client, address, form)
        if not fields:
            continue
        for key in HOSTILE:
            # Once with all else in order, once with something missing.
            for name in ("", "headline" if noun == "Story" else "name"):
                sent = with_keys(fields, look_ups(model), key) | ({name: [""]} if name else {})
                answer = client.post(address, sent)
                assert answer.status_code in {200, 302, 400, 403}, (address, key)
                tried += 1
    assert tried or noun == "Quote"


@pytest.mark.thorough
@pytest.mark.parametrize("key", HOSTILE)
def test_an_address_with_a_key_that_is_none_has_no_page(key: str, desk: Desk, superuser: User) -> None:
    client = desk(superuser)
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("change", "history", "delete"):
            answer = client.get(reverse(f"{base}_{page}", args=[key]))
            # Python reads some of them as numbers.
            assert answer.status_code in {200, 302, 403, 404}, (model, page, key)
        for name in ("_popup", "_changelist_filters", "e", "p", "o", "view", "q", "all"):
            answer = client.get(reverse(f"{base}_changelist"), {name: key})
            assert answer.status_code in {200, 302, 400, 403, 404}, (model, name, key)


@pytest.mark.thorough
def test_a_look_up_is_asked_anything(desk: Desk, superuser: User) -> None:
    client = desk(superuser)
    for noun, field in (
        ("quote", "speaker"),
        ("byline", "author"),
        ("tag", "parents"),
        ("x", "y"),
        ("story", "body"),
    ):
        for key in HOSTILE:
            asked = {"app_label": "articles", "model_name": noun, "field_name": field}
            assert client.get(reverse("admin:autocomplete"), {**asked, "term": key}).status_code < 500
            assert client.get(reverse("admin:autocomplete"), {**asked, "page": key}).status_code < 500
            assert client.get(reverse("admin:autocomplete"), {**asked, "model_name": key}).status_code < 500
    assert Story.objects.count() == 0


@pytest.mark.thorough
def test_a_look_up_field_that_is_redisplayed_survives_any_key(
    rows: dict[type[Model], Model], desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    for noun, field in (("author", "photo"), ("tag", "parents"), ("tag", "person"), ("tag", "media_topic")):
        address = reverse(f"admin:articles_{noun}_add")
        for key in ("\0", "9" * 40, "1" * 300):
            page = client.post(address, {"name": "", field: key})
            assert page.status_code == 200
            assert page.context["errors"]


@pytest.mark.thorough
def test_a_form_that_says_it_has_endless_rows_comes_back_in_good_time(desk: Desk, superuser: User) -> None:
    """Each row is a form of its own, and they would all be shown again."""
    client = desk(superuser)
    for noun, form, rows in (("person", "person_form", "spellings"), ("tag", "tag_form", "aliases")):
        address = reverse(f"admin:articles_{noun}_add")
        fields = opened(client, address, form) | {f"{rows}-TOTAL_FORMS": "9" * 20}

        page = client.post(address, fields)

        assert page.status_code == 200
        assert page.content.decode().count(f'name="{rows}-') < 10 * MOST_CARDS
