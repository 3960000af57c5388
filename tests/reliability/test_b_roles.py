"""A person can do what their part allows and nothing more, however the request is spelt."""

import re
from urllib.parse import unquote_to_bytes

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from articles.models import Story, Tag, TagStatus
from tests.desk.conftest import address_of
from tests.reliability.conftest import Desk
from tests.rows import everything

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def logins() -> list[tuple]:
    """Return everything that says who may do what."""
    groups = sorted(User.groups.through.objects.values_list("user", "group"))
    rights = sorted(User.user_permissions.through.objects.values_list("user", "permission"))
    return [
        *User.objects.order_by("pk").values_list(
            "pk", "username", "password", "is_staff", "is_superuser", "is_active"
        ),
        groups,
        rights,
    ]


# --- The same address, spelt otherwise ------------------------------------------------------------------


def spellings(path: str) -> set[str]:
    """Return ways in which somebody may try to walk past a check of this path."""
    inner = path.strip("/")
    ways = {
        path, path.rstrip("/"), f"/{path}", path.replace("/", "//"), path + "/", path.upper(), path.title(),
        path.replace("admin", "Admin"), path.replace("a", "%61", 1), path.replace("/", "%2f"), "/" + inner.replace("/", "%2F") + "/",
        f"/./{inner}/", f"/x/../{inner}/", f"/{inner}/.", f"/{inner}/./", f"/{inner}/x/../", f"/%2e/{inner}/", f"/x/%2e%2e/{inner}/",
        f"/x/..%2f{inner}/", f"/..;/{inner}/", f"/stories/..;/{inner}/", f"/stories/../{inner}/", f"/stories/%2e%2e/{inner}/",
        f"/static/../{inner}/", f"/static/..%2f{inner}/", f"/media/../{inner}/", f"/media/..%2f{inner}/", f"/\\{inner}/", f"/{inner}\\",
    }  # fmt: skip
    ends = [
        "%0a",
        "%0d%0a",
        "%00",
        "%20",
        ";x",
        ";.css",
        ".css",
        ".json",
        "%09",
        "%23",
        "%3f",
        "?",
        "#",
        "%2f",
        "%5c",
        "..",
        "%e2%80%8b",
        "~",
        ".html",
        "%0a/",
    ]
    ways |= {path + end for end in ends} | {path.rstrip("/") + end for end in ends}
    return ways | {
        way + query
        for way in (path, path.rstrip("/") + "%0a")
        for query in ("?next=/", "?_popup=1", "?format=json", "?a=%0a")
    }


def test_no_spelling_of_an_address_opens_the_desk(live: Story, client: Client) -> None:
    story = address_of(live)
    before = everything(), logins()
    tried = 0
    for path in (
        "/admin/",
        story,
        reverse("admin:articles_story_preview_page", args=[live.pk]),
        reverse("admin:auth_user_changelist"),
    ):
        for way in spellings(path):
            for method in ("get", "head", "options", "post") if path == story else ("get",):
                sent, _, query = way.partition("?")
                # Given apart, since a client reads "//admin" as the name of a host.
                answer = getattr(client, method)(
                    "/", PATH_INFO=unquote_to_bytes(sent).decode("latin-1"), QUERY_STRING=query
                )
                tried += 1
                assert answer.status_code in {301, 302, 400, 403, 404, 405}, (method, way, answer.status_code)
                assert live.body.encode() not in answer.content
                if answer.status_code == 302:
                    assert answer.url.startswith(("/admin/", "admin/")), (way, answer.url)
    assert tried > 400
    assert (everything(), logins()) == before


def test_head_and_options_decide_as_get_does(
    live: Story, client: Client, editor: User, reporter: User
) -> None:
    for person in (reporter, editor):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for name in (
            "auth_user_changelist",
            "articles_author_add",
            "articles_story_changelist",
            "articles_section_add",
        ):
            address = reverse(f"admin:{name}")
            plain = client.get(address)
            assert client.head(address).status_code == plain.status_code, name
            assert client.head(address).content == b""
            assert client.options(address).status_code in {plain.status_code, 405}, name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace", "head"])
def test_readers_pages_take_nothing(method: str, live: Story, client: Client) -> None:
    page = client.get(live.published.get_absolute_url())
    before = everything()
    for address in (
        "/",
        live.published.get_absolute_url(),
        "/tags/bridges/",
        "/stories/never/",
        "/nowhere/",
        "/media/x.jpg",
    ):
        answer = getattr(client, method)(address)
        assert answer.status_code < 500, address
    assert everything() == before
    assert client.get(live.published.get_absolute_url()).content == page.content


# --- Many at once ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["reporter", "moderator", "superuser"])
def test_an_action_on_many_touches_only_what_this_person_may(
    person: str, live: Story, desk_browser: Desk, request: pytest.FixtureRequest
) -> None:
    client = desk_browser(request.getfixturevalue(person))
    strange = [str(live.pk), "0", "-1", "x", "9" * 40, "\x00"]

    for noun in ("articles_story", "articles_tag", "articles_person", "auth_user"):
        address = reverse(f"admin:{noun}_changelist")
        for action in (
            "delete_selected",
            "publish",
            "__class__",
            "",
            *(("approve",) if noun != "articles_tag" else ()),
        ):
            before = everything(), logins()
            data = {
                "action": action,
                "_selected_action": strange,
                "select_across": "1",
                "index": "0",
                "post": "yes",
            }
            assert client.post(address, data).status_code in {200, 302, 403}, (noun, action)
            assert (everything(), logins()) == before, (noun, action)


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_an_action_takes_ten_thousand_and_leaves_out_what_is_not_there(
    person: str, desk_browser: Desk, request: pytest.FixtureRequest, client: Client
) -> None:
    tag = Tag.objects.create(name="Proposed", status=TagStatus.PROPOSED)
    desk_browser(request.getfixturevalue(person))

    chosen = [tag.pk, 9 * 10**39, *range(10_000, 20_000)]
    answer = client.post(
        reverse("admin:articles_tag_changelist"), {"action": "approve", "_selected_action": chosen}
    )

    assert answer.status_code in {200, 302, 403}
    tag.refresh_from_db()
    assert tag.status == (TagStatus.APPROVED if person == "moderator" else TagStatus.PROPOSED)


# --- One's own account ------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["reporter", "editor", "moderator"])
def test_nobody_makes_more_of_their_own_login(
    person: str, desk_browser: Desk, superuser: User, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)
    # Whoever set up the groups was generous.
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client = desk_browser(user)
    more = {
        "username": user.username, "is_staff": "on", "is_superuser": "on", "is_active": "on",
        "groups": [group.pk for group in Group.objects.all()],
        "user_permissions": [right.pk for right in Permission.objects.all()],
    }  # fmt: skip
    before = logins()

    for one in (user, superuser):
        for name in ("change", "password_change", "delete"):
            address = reverse(f"admin:auth_user_{name}", args=[one.pk])
            answer = client.post(
                address, {**more, "password1": "another phrase", "password2": "another phrase", "post": "yes"}
            )
            assert answer.status_code == 403
            assert client.get(address).status_code == 403
    assert client.post(reverse("admin:auth_user_add"), more).status_code == 403
    assert logins() == before

    phrase = "quite another phrase"
    own = {"old_password": "correct horse battery", "new_password1": phrase, "new_password2": phrase}
    assert client.post(reverse("admin:password_change"), {**more, **own}).status_code == 302
    assert [row[3:] for row in logins()[:-2]] == [row[3:] for row in before[:-2]]
    assert logins()[-2:] == before[-2:]


def test_no_page_shows_what_a_password_is_kept_as(desk_browser: Desk, superuser: User, editor: User) -> None:
    client = desk_browser(superuser)
    for address in (
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_change", args=[editor.pk]),
        reverse("admin:auth_user_history", args=[editor.pk]),
        reverse("admin:auth_user_delete", args=[editor.pk]),
    ):
        page = client.get(address).content.decode()
        assert editor.password not in page
        assert editor.password.split("$")[-1] not in page
        assert not re.search(r"pbkdf2|argon2|bcrypt|scrypt", page)
        assert client.session.session_key not in page


def test_whoever_has_written_is_not_deleted_with_their_stories(
    desk_browser: Desk, superuser: User, reporter: User, editor: User, live: Story
) -> None:
    client = desk_browser(superuser)
    for person in (reporter, editor):
        before = everything()
        address = reverse("admin:auth_user_delete", args=[person.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"post": "yes"}).status_code in {200, 302, 403}
        now = everything()
        # What they were told goes with them.
        assert {name: len(rows) for name, rows in now.items() if name != "Notice"} == {
            name: len(rows) for name, rows in before.items() if name != "Notice"
        }
