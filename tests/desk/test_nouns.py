"""Authors, people, sections, tags, pictures and logins."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles import public_state
from articles.admin.base import MOST_CARDS
from articles.admin.user import LAST_ONE
from articles.models import (
    Author,
    Image,
    Person,
    PersonSpelling,
    PublishedStory,
    Section,
    Story,
    Tag,
    TagAlias,
    TagStatus,
)
from tests.desk.conftest import Desk
from tests.desk.forms import add_row, form_of, opened, send
from tests.desk.pictures import a_picture, in_library
from tests.rows import everything
from tests.stories import a_person, a_section, a_tag, bring_to, write


def _page(noun: str, thing: Any = None) -> str:
    app = "auth" if noun == "user" else "articles"
    return (
        reverse(f"admin:{app}_{noun}_change", args=[thing.pk])
        if thing
        else reverse(f"admin:{app}_{noun}_add")
    )


@pytest.fixture
def live(reporter: User, editor: User) -> Story:
    """A story that readers see."""
    return bring_to("live", write("A bridge", by=reporter), by=editor)


@pytest.mark.parametrize(
    ("noun", "model"), [("author", Author), ("person", Person), ("section", Section), ("tag", Tag)]
)
def test_readers_see_a_new_name_at_once(noun: str, model: Any, live: Story, desk: Desk, editor: User) -> None:
    client = desk(editor)
    thing = model.objects.get()
    before = public_state.read().generation

    send(
        client,
        _page(noun, thing),
        opened(client, _page(noun, thing), f"{noun}_form"),
        name="Quite another name",
    )

    published = PublishedStory.objects.get()
    assert "Quite another name" in Client().get(published.get_absolute_url()).content.decode()
    assert public_state.read().generation != before
    # The story itself was not touched: its revision still says what was published.
    assert published.revision == Story.objects.get().live_revision


@pytest.mark.parametrize(
    ("noun", "model"), [("author", Author), ("person", Person), ("section", Section), ("tag", Tag)]
)
def test_an_address_that_readers_know_stays(
    noun: str, model: Any, live: Story, desk: Desk, editor: User
) -> None:
    client = desk(editor)
    thing = model.objects.get()
    fields = opened(client, _page(noun, thing), f"{noun}_form")
    assert "slug" not in fields

    send(client, _page(noun, thing), fields, slug="hijacked")

    assert model.objects.get().slug == thing.slug


@pytest.mark.parametrize(
    ("noun", "model"), [("author", Author), ("person", Person), ("section", Section), ("tag", Tag)]
)
def test_what_is_in_use_is_not_deleted_and_the_page_says_where(
    noun: str, model: Any, live: Story, desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    thing = model.objects.get()
    address = reverse(f"admin:articles_{noun}_delete", args=[thing.pk])
    before = everything()

    pages = [client.get(address), client.post(address, {"post": "yes"})]

    for page in pages:
        assert page.status_code == 200
        assert "cannot be deleted: it is in use" in page.content.decode()
        assert "A bridge" in page.content.decode()
    assert everything() == before


def test_what_many_stories_use_is_told_in_a_few_lines(reporter: User, desk: Desk, editor: User) -> None:
    section = a_section()
    Story.objects.bulk_create(
        Story(headline=f"Story {n}", slug=f"story-{n}", section=section) for n in range(300)
    )

    page = desk(editor).get(reverse("admin:articles_section_delete", args=[section.pk])).content.decode()

    assert page.count("<li>Story:") == 20
    assert "… and 280 more." in page


def test_what_nothing_uses_is_deleted(desk: Desk, editor: User) -> None:
    tag = a_tag("Unused")
    TagAlias.objects.create(tag=tag, name="Not used")

    response = desk(editor).post(reverse("admin:articles_tag_delete", args=[tag.pk]), {"post": "yes"})

    assert response.status_code == 302
    assert not Tag.objects.exists()


def test_a_new_section_is_in_the_menu_at_once(desk: Desk, editor: User) -> None:
    client = desk(editor)
    fields = opened(client, _page("section"), "section_form")

    send(client, _page("section"), fields, name="Culture")
    assert public_state.read().navigation == [{"name": "Culture", "slug": "culture"}]

    section = Section.objects.get()
    fields = opened(client, _page("section", section), "section_form")
    send(client, _page("section", section), fields, in_navigation=None)
    assert public_state.read().navigation == []


def test_a_new_person_leaves_readers_pages_where_they_are(live: Story, desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    before = public_state.read().generation

    send(client, _page("person"), opened(client, _page("person"), "person_form"), name="Somebody new")

    assert Person.objects.filter(slug="somebody-new").exists()
    assert public_state.read().generation == before


def test_a_spelling_that_two_people_add_is_there_once(desk: Desk, reporter: User) -> None:
    client, person = desk(reporter), a_person()
    address = reverse("admin:articles_person_change", args=[person.pk])
    row = {"name": "V. Dema", "kind": "alias", "script": "", "language": ""}
    sent = opened(client, address, "person_form") | {"spellings-TOTAL_FORMS": "1"}
    sent |= {f"spellings-0-{name}": value for name, value in row.items()}
    assert client.post(address, sent).status_code == 302

    answer = client.post(address, sent)

    assert answer.status_code == 200
    assert "Somebody else has added this spelling." in answer.content.decode()
    assert person.spellings.count() == 1
    again = form_of(answer, "person_form") | {"spellings-0-name": ["Vj. Dema"]}
    assert client.post(address, again).status_code == 302
    assert person.spellings.count() == 2


@pytest.mark.thorough
@pytest.mark.thorough
def test_more_rows_than_a_form_adds_are_all_there_and_saved(desk: Desk, editor: User) -> None:
    dema, client = a_person(), desk(editor)
    PersonSpelling.objects.bulk_create(
        PersonSpelling(person=dema, name=f"Dema {number}", kind="alias") for number in range(MOST_CARDS + 20)
    )
    fields = opened(client, _page("person", dema), "person_form")

    saved = send(client, _page("person", dema), fields, **{f"spellings-{MOST_CARDS + 10}-name": "Changed"})

    assert saved.status_code == 302
    assert dema.spellings.count() == MOST_CARDS + 20
    assert dema.spellings.filter(name="Changed").exists()
    # Nothing is added beyond that.
    fields = add_row(
        opened(client, _page("person", dema), "person_form"), "spellings", name="New", kind="alias"
    )
    assert "at most 300 forms" in send(client, _page("person", dema), fields).content.decode()


def test_names_that_mean_the_same_are_one_tag(desk: Desk, moderator: User) -> None:
    nato = a_tag("NATO")
    TagAlias.objects.create(tag=nato, name="The Alliance")
    client = desk(moderator)
    fields = opened(client, _page("tag"), "tag_form")

    for name in ("nato", " N\u200bATO ", "the alliance", "x" * 101):
        assert send(client, _page("tag"), fields, name=name).status_code == 200, name
    for first, second in (("NATO", "x"), ("One", "one"), ("The alliance", "y")):
        rows = add_row(add_row(fields, "aliases", name=first), "aliases", name=second)
        assert send(client, _page("tag"), rows, name="Another").status_code == 200, first

    assert Tag.objects.count() == 1


def test_moderators_approve_and_deprecate_many_at_once(desk: Desk, moderator: User) -> None:
    tags = [a_tag(f"Tag {number}") for number in range(3)]
    address = reverse("admin:articles_tag_changelist")

    desk(moderator).post(
        address, {"action": "approve", "_selected_action": [tags[0].pk, tags[1].pk, 10**40, "x"]}
    )

    assert Tag.objects.filter(status=TagStatus.APPROVED).count() == 2


def test_no_list_deletes_many_at_once(desk: Desk, superuser: User, live: Story) -> None:
    before = everything()
    for noun in ("tag", "author", "person", "section", "image", "story"):
        desk(superuser).post(
            reverse(f"admin:articles_{noun}_changelist"),
            {"action": "delete_selected", "_selected_action": ["1"], "select_across": "1", "post": "yes"},
        )
    assert everything() == before


# --- Pictures --------------------------------------------------------------------------------------


def _upload(kind: str = "JPEG", name: str = "me.jpg", **options: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture(kind=kind, **options).getvalue(), content_type="image/jpeg")


def test_a_picture_is_stored_under_its_real_format_with_its_owner(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    fields = opened(client, _page("image"), "image_form")

    response = client.post(
        _page("image"), {**fields, "title": "A bridge", "file": _upload("PNG", "bridge.pdf.html")}
    )

    assert response.status_code == 302
    image = Image.objects.get()
    assert image.file.name.endswith(".png")
    assert (image.width, image.height, image.uploaded_by) == (60, 40, reporter)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a<script>",
        b"\x89PNG\r\n\x1a\n" + b"x" * 99,
    ],
)
def test_what_is_no_picture_is_refused_with_a_message(content: bytes, desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    fields = opened(client, _page("image"), "image_form")

    response = client.post(
        _page("image"), {**fields, "title": "Kept", "file": SimpleUploadedFile("x.png", content)}
    )

    assert response.status_code == 200
    assert "Kept" in response.content.decode()
    assert "errorlist" in response.content.decode()
    assert not Image.objects.exists()


def test_the_file_of_a_picture_in_use_stays(desk: Desk, reporter: User, editor: User) -> None:
    image = in_library()
    bring_to("live", write(by=reporter, lead_image=image), by=editor)
    client = desk(editor)
    fields = opened(client, _page("image", image), "image_form")

    client.post(_page("image", image), {**fields, "alt_text": "A steel bridge", "file": _upload("PNG")})

    assert Image.objects.get().file.name == image.file.name
    assert "A steel bridge" in PublishedStory.objects.get().article_html
    page = client.post(reverse("admin:articles_image_delete", args=[image.pk]), {"post": "yes"})
    assert "it is in use" in page.content.decode()
    assert image.file.storage.exists(image.file.name)


def test_a_picture_that_nothing_uses_goes_with_its_file(
    desk: Desk, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    image = in_library()

    with django_capture_on_commit_callbacks(execute=True):
        desk(editor).post(reverse("admin:articles_image_delete", args=[image.pk]), {"post": "yes"})

    assert not Image.objects.exists()
    assert not image.file.storage.exists(image.file.name)


def test_looking_up_a_picture_brings_what_the_page_shows_of_it(desk: Desk, reporter: User) -> None:
    image = in_library()
    look_up = {"app_label": "articles", "model_name": "story", "field_name": "lead_image", "term": "brid"}

    answer = json.loads(desk(reporter).get(reverse("admin:autocomplete"), look_up).content)

    assert (
        answer["results"][0]
        | {"thumbnail": image.thumbnail, "src": image.jpeg_in_text, "alt": "Steel", "width": 60}
        == answer["results"][0]
    )


# --- Logins ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["is_superuser", "is_active", "is_staff"])
def test_the_last_superuser_stays_one(name: str, desk: Desk, superuser: User) -> None:
    client = desk(superuser)
    fields = opened(client, _page("user", superuser), "user_form")

    response = send(client, _page("user", superuser), fields, **{name: None})

    assert response.status_code == 200
    assert LAST_ONE in response.content.decode()
    superuser.refresh_from_db()
    assert getattr(superuser, name)


def test_the_last_superuser_is_not_deleted(desk: Desk, superuser: User, editor: User) -> None:
    client = desk(superuser)

    page = client.post(reverse("admin:auth_user_delete", args=[superuser.pk]), {"post": "yes"})

    assert LAST_ONE in page.content.decode()
    assert User.objects.filter(pk=superuser.pk).exists()
    assert (
        client.post(reverse("admin:auth_user_delete", args=[editor.pk]), {"post": "yes"}).status_code == 302
    )


def test_one_of_two_superusers_may_step_back(desk: Desk, superuser: User) -> None:
    User.objects.create_superuser("second", password="correct horse battery")
    client = desk(superuser)
    fields = opened(client, _page("user", superuser), "user_form")

    assert send(client, _page("user", superuser), fields, is_superuser=None).status_code == 302


def test_nobody_raises_themself(desk: Desk, editor: User) -> None:
    client = desk(editor)
    before = User.objects.filter(pk=editor.pk).values().get()
    data = {
        "username": "editor",
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "groups": ["1", "2", "3"],
        "user_permissions": ["1"],
    }

    for address in (
        _page("user", editor),
        _page("user"),
        reverse("admin:auth_user_password_change", args=[editor.pk]),
    ):
        assert client.post(address, data).status_code == 403
    client.post(
        reverse("admin:password_change"),
        {**data, "old_password": "x", "new_password1": "y", "new_password2": "y"},
    )

    assert User.objects.filter(pk=editor.pk).values().get() == before
    assert list(editor.groups.all()) == [Group.objects.get(name="Editors")]


def test_a_login_of_an_author_is_for_superusers_to_see(desk: Desk, editor: User, superuser: User) -> None:
    author = Author.objects.create(name="Rina", slug="rina")
    fields = opened(desk(editor), _page("author", author), "author_form")
    assert "user" not in fields

    send(desk(editor), _page("author", author), fields, user=str(editor.pk))

    author.refresh_from_db()
    assert author.user is None
    assert b'name="user"' in desk(superuser).get(_page("author", author)).content
