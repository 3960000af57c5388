"""Every address of the desk, for everybody: who sees what, and that nothing breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.models import (
    Author,
    ErrorReport,
    Front,
    Image,
    MediaTopic,
    Person,
    Section,
    StandingPage,
    Story,
    Tag,
)
from tests.desk.conftest import Desk
from tests.desk.pictures import a_picture
from tests.rows import everything
from tests.stories import bring_to, write

PEOPLE = ("reporter", "editor", "moderator", "superuser")
NOUNS = {
    "story": Story,
    "person": Person,
    "tag": Tag,
    "image": Image,
    "author": Author,
    "section": Section,
    "standingpage": StandingPage,
}

# Who opens what: everything else is refused. "own" marks what only superusers see.
READS = {"changelist", "change", "history", "delete", "add"}
ADDS = {
    "reporter": {"story", "person", "image"},
    "editor": {"story", "person", "image", "tag", "author", "section", "standingpage"},
    "moderator": {"tag"},
    "superuser": {*NOUNS},
}
DELETES = {
    "reporter": set(),
    "editor": {"person", "image", "tag", "author", "section", "standingpage"},
    "moderator": {"tag"},
    "superuser": {"person", "image", "tag", "author", "section", "standingpage"},
}
# What those open who look after tags.
TAG_DESK = {
    "articles_story_retag",
    *(
        f"articles_tag_{page}"
        for page in ("journal", "merge", "split", "rename", "queue", "care", "import", "export")
    ),
}


# Whoever may post here writes what is theirs alone, or nothing: see test_unsaved.
OF_THEIR_OWN = {"articles_story_here", "articles_story_unsaved", "articles_story_preview_typed"}


def desk_patterns() -> Iterator[URLPattern]:
    """Walk every address below the desk."""
    desk = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "admin")
    waiting: list[URLPattern | URLResolver] = [*desk.url_patterns]
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLResolver):
            waiting.extend(one.url_patterns)
        elif one.name:
            yield one


NAMES = sorted({pattern.name for pattern in desk_patterns()})


@pytest.fixture
def newsroom(reporter: User, editor: User, superuser: User) -> dict[str, Any]:
    """One of everything."""
    story = bring_to("live_draft", write("A bridge", by=reporter), by=editor)
    image = Image.objects.create(title="A picture", file=ContentFile(a_picture().getvalue(), "picture.jpg"))
    return {
        "story": story,
        "person": Person.objects.get(),
        "quote": story.quotes.get(),
        "tag": Tag.objects.get(),
        "mediatopic": MediaTopic.objects.create(code="04000000", name="Economy", level=1),
        "image": image,
        "author": Author.objects.get(),
        "section": Section.objects.get(),
        "standingpage": StandingPage.objects.create(title="About us", slug="about"),
        "user": editor,
        "group": Group.objects.first(),
        "front": Front.objects.create(),
        "errorreport": ErrorReport.objects.create(
            story=story, text="Wrong.", received_at=timezone.now(), last_at=timezone.now()
        ),
    }


def addresses(newsroom: dict[str, Any]) -> dict[str, str]:
    """Return every address of the desk, filled in."""
    found = {}
    for name in NAMES:
        noun = name.split("_")[1] if "_" in name else ""
        pk = newsroom[noun].pk if noun in newsroom else 1
        arguments = {
            "articles_story_preview": [pk],
            "articles_story_preview_page": [pk],
            "articles_story_revision": [pk, 1],
            "auth_user_password_change": [pk],
            "app_list": ["articles"],
            "view_on_site": [1, 1],
            "articles_story_words": [pk],
            "articles_story_suggested_tags": [pk],
            "articles_story_retag": [pk],
            "articles_tag_merge": [pk],
            "articles_tag_split": [pk],
            "articles_tag_rename": [pk],
            "articles_tag_export": ["csv"],
            "articles_story_changes": [pk],
            "articles_story_unsaved": [newsroom["story"].uuid],
            "articles_story_here": [pk],
            "articles_story_share": [pk],
            "articles_story_compare": [pk],
            "articles_person_merge": [pk],
            "articles_quote_do": [pk],
            "articles_quote_evidence": [pk],
            "articles_quote_transcript": [pk],
            "articles_front_arrange_section": [newsroom["section"].pk],
            "articles_front_preview_section": [newsroom["section"].pk],
        }.get(name, [pk] if name.endswith(("_change", "_delete", "_history")) and noun in newsroom else [])
        if name == "password_change":
            arguments = []
        found[name] = reverse(f"admin:{name}", args=arguments)
    return found


def expected(person: str, name: str) -> set[int]:
    """Return how an address may answer this person."""
    if name in {"index", "login", "logout", "password_change", "password_change_done", "app_list", "jsi18n"}:
        return {200, 302, 405}
    if name in {"autocomplete", "view_on_site"}:
        return {403, 404, 302}
    if name in {"inbox", "notice_choices", "audit", "articles_story_views"}:
        return {200}
    if name == "health":
        return {200} if person in {"editor", "superuser"} else {403}
    app, noun, *rest = name.split("_")
    action = "_".join(rest)
    if app == "auth":
        return {200} if person == "superuser" else {403}
    if noun in {"story", "quote"} and action == "delete":
        return {403}
    if name in {"articles_person_alike", "articles_person_merge", "articles_quote_who"}:
        return {200} if person in {"editor", "superuser"} else {403}
    if noun in {"front", "errorreport"}:
        if person in {"reporter", "moderator"} or action in {"add", "delete"}:
            return {403}
        return {405} if action.startswith("preview") else {200, 302}
    if name == "articles_check_levels":
        return {200} if person == "superuser" else {403}
    if name in {"articles_quote_evidence", "articles_quote_transcript"}:
        return {404}
    if name == "articles_story_bulk":
        return {302} if person != "moderator" else {403}
    if name in {"articles_story_words", "articles_story_suggested_tags", "articles_quote_do"}:
        return {302}
    if name == "articles_image_upload":
        return {302} if "image" in ADDS[person] else {403}
    if name in TAG_DESK:
        return {200, 302} if person != "reporter" else {403}
    if noun == "mediatopic" and action in {"add", "delete"}:
        return {200, 403} if person == "superuser" else {403}
    if name in {"articles_story_unsaved", "articles_story_preview_typed", "articles_story_share"}:
        # Nothing of theirs is unsaved; the preview of what is typed is asked by POST; own stories are shared.
        found = {"unsaved": 404, "preview_typed": 405, "share": 200}[action]
        return {403} if person == "moderator" else {found}
    if name in {"articles_story_here", "articles_story_compare"}:
        return {405} if action == "here" else {404}
    if action == "add":
        return {200} if noun in ADDS[person] else {403}
    if action == "delete":
        return {200} if noun in DELETES[person] else {403}
    return {200}


def test_the_walk_meets_every_noun() -> None:
    assert {f"articles_{noun}_change" for noun in NOUNS} <= {*NAMES}
    assert {
        "articles_story_preview",
        "articles_story_revision",
        "articles_tag_names",
        "auth_user_change",
    } <= {*NAMES}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.thorough
def test_each_person_opens_what_is_theirs_and_nothing_else(
    person: str, newsroom: dict[str, Any], desk: Desk, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(person))
    before = everything()

    for name, address in addresses(newsroom).items():
        if name == "logout":
            continue
        response = client.get(address)
        assert response.status_code in expected(person, name), (person, name, response.status_code)

    # F01: nothing is written by looking.
    assert everything() == before


def test_nobody_is_sent_to_log_in_everywhere(newsroom: dict[str, Any], client: Client) -> None:
    for name, address in addresses(newsroom).items():
        if name == "login":
            continue
        response = client.get(address)
        assert response.status_code == 302, (name, response.status_code)
        assert response.url.startswith((reverse("admin:login"), reverse("admin:index"))), name


@pytest.mark.thorough
def test_somebody_with_a_login_and_no_part_sees_no_story(
    newsroom: dict[str, Any], desk: Desk, person_with_login: Any
) -> None:
    client = desk(person_with_login("new"))
    page = client.get(reverse("admin:index"))
    assert b"A bridge" not in page.content
    for name, address in addresses(newsroom).items():
        if "_story_" in name or name.startswith("auth_"):
            assert client.get(address).status_code == 403, name


@pytest.mark.parametrize("person", ["reporter", "moderator", None])
@pytest.mark.thorough
def test_what_may_not_be_opened_may_not_be_posted(
    person: str | None, newsroom: dict[str, Any], desk: Desk, client: Client, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(person)) if person else client
    before = (
        everything(),
        list(User.objects.order_by("pk").values_list("username", "is_superuser", "is_staff")),
    )
    data = {"post": "yes", "name": "Tampered", "username": "x", "is_superuser": "on", "headline": "Tampered"}

    for name, address in addresses(newsroom).items():
        if name in {"login", "logout", "password_change"}:
            continue
        may = expected(person, name) if person else {302}
        if name in OF_THEIR_OWN and not may & {302, 403}:
            continue
        if 200 in may and not name.endswith(("_delete",)):
            continue
        # A moderator is shown where the tag is used.
        refused = {302, 403, 404, 405, 409, 422}
        assert client.post(address, data).status_code in ({200} if 200 in may else refused), name

    assert (
        everything(),
        list(User.objects.order_by("pk").values_list("username", "is_superuser", "is_staff")),
    ) == before


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
@pytest.mark.thorough
def test_only_a_post_changes_anything(
    method: str, newsroom: dict[str, Any], desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    before = everything()
    for name, address in addresses(newsroom).items():
        # Leaving is a post as well, and would end this walk.
        response = getattr(client, method)(f"{address}?_move=publish&post=yes&_save=1&action=delete_selected")
        assert response.status_code < 500, name
    assert everything() == before
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.thorough
def test_a_post_without_a_token_is_refused(newsroom: dict[str, Any], editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    before = everything()
    for name, address in addresses(newsroom).items():
        response = client.post(
            address, {"post": "yes", "headline": "x"}, headers={"origin": "https://evil.example"}
        )
        assert response.status_code in {403, 405}, name
        assert b"Send again" not in response.content, name
    assert everything() == before


@pytest.mark.thorough
def test_no_page_lets_itself_be_framed_but_the_preview_by_us(
    newsroom: dict[str, Any], desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    for name, address in addresses(newsroom).items():
        if name == "logout":
            continue
        response = client.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
        ours = name == "articles_story_preview_page"
        assert ("frame-ancestors 'self'" if ours else "frame-ancestors 'none'") in policy, name
        assert response.headers["X-Frame-Options"] == ("SAMEORIGIN" if ours else "DENY"), name


@pytest.mark.thorough
def test_no_page_holds_script_or_style_of_its_own(
    newsroom: dict[str, Any], desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    for name, address in addresses(newsroom).items():
        if name in {"logout", "jsi18n"}:
            continue
        page = client.get(address).content.decode()
        assert " style=" not in page, name
        assert "<style" not in page, name
        assert " onclick=" not in page, name
        for script in page.split("<script")[1:]:
            opening = script.split(">", 1)[0]
            assert "src=" in opening or "nonce=" in opening or "ld+json" in opening, (name, opening)


@pytest.mark.parametrize(
    "key", ["0", "-1", "9" * 40, "x", "%00", "1.5", "1%0a", "%D9%A7", "..%2f", "1;x", "null", "true", "1e9"]
)
@pytest.mark.thorough
def test_an_odd_key_in_an_address_is_answered(
    key: str, newsroom: dict[str, Any], desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    for noun in (*NOUNS, "user"):
        app = "auth" if noun == "user" else "articles"
        for action in ("change", "delete", "history"):
            address = f"/admin/{app}/{noun}/{key}/{action}/"
            assert client.get(address).status_code in {200, 302, 403, 404}, address
            assert client.post(address, {"post": "yes"}).status_code in {200, 302, 403, 404, 405}, address
    for rest in ("preview/", "preview/page/", "revisions/1/", f"../{newsroom['story'].pk}/revisions/{key}/"):
        assert client.get(f"/admin/articles/story/{key}/{rest}").status_code in {200, 302, 404}, rest


ODD = ["9" * 40, "-1", "0", "x", "\x00", "1e9", "٣", "' OR 1=1 --", "%", "a" * 5000, "😀"]


@pytest.mark.parametrize("noun", [*NOUNS, "user"])
@pytest.mark.thorough
def test_an_odd_parameter_in_a_list_is_answered(
    noun: str, newsroom: dict[str, Any], desk: Desk, superuser: User
) -> None:
    client = desk(superuser)
    app = "auth" if noun == "user" else "articles"
    address = reverse(f"admin:{app}_{noun}_changelist")
    names = [
        "q", "p", "o", "view", "status", "readers_see", "section", "author", "kind", "language", "e", "all", "_popup",
        "_to_field", "type", "groups", "is_active", "id__in", "pk__in", "created_by__password__startswith", "_facets",
        "author__user__email__contains", "updated_at__year", "status__exact", "_connector", "id__isnull",
    ]  # fmt: skip
    for name in names:
        for value in ODD if name in {"q", "p", "o"} else ("9" * 40, "\x00"):
            response = client.get(address, {name: value})
            assert response.status_code in {200, 302, 400}, (name, value)


def test_look_ups_by_relations_are_no_oracle(newsroom: dict[str, Any], desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    address = reverse("admin:articles_author_changelist")
    answers = {
        client.get(address, {"user__password__startswith": prefix}).status_code
        for prefix in ("pbkdf2", "nothing", "md5")
    }
    assert answers == {400}


@pytest.mark.thorough
def test_nobody_but_superusers_sees_logins(
    newsroom: dict[str, Any], desk: Desk, editor: User, reporter: User
) -> None:
    User.objects.filter(pk=reporter.pk).update(email="private@example.org")
    client = desk(editor)
    for name, address in addresses(newsroom).items():
        page = client.get(address).content
        for secret in (b"private@example.org", b"pbkdf2", b"md5$"):
            assert secret not in page, name
    look_up = {"app_label": "articles", "model_name": "author", "field_name": "user", "term": "r"}
    assert client.get(reverse("admin:autocomplete"), look_up).status_code == 403
