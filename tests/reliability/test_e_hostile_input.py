"""No address, parameter, cookie or header makes a page fail: readers' pages and every list of the desk."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Story
from newsroom.requests import Door, Request
from tests.public import site
from tests.reliability.conftest import Desk
from tests.rows import everything

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

NUMERALS = [
    "0", "-1", "-0", "+1", "1.0", "1e3", "1e309", "NaN", "inf", "-inf", "0x10", "0b1", "1_000", " 1", "1 ", "١", "½", "Ⅷ", "²",
    "9" * 10, "9" * 19, "9" * 20, "9" * 40, "9" * 400, "-" + "9" * 40, "2147483648", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "1,000", "1;2", "0000-00-00", "2026-13-45", "", "null", "None", "true", "[]", "{}",
]  # fmt: skip
BYTES = [
    "%00",
    "%FF",
    "%ED%A0%80",
    "%C0%80",
    "%F4%90%80%80",
    "%E2%80",
    "%0d%0aX-Injected:%201",
    "%u0041",
    "%",
    "%zz",
    "%F0%9F%98%80",
    "%EF%BB%BF",
]
WORDS = [
    "' OR 1=1 --",
    "%27%20UNION%20SELECT",
    "*",
    '"',
    "NEAR(",
    "^:-(",
    "a" * 3000,
    "\u202e",
    "{{7*7}}",
    "__class__",
    "../../x",
]
PUBLIC = [
    "before",
    "after",
    "page",
    "limit",
    "offset",
    "id",
    "year",
    "cursor",
    "q",
    "status__in",
    "_connector",
    "pk__in",
    "a.b",
    "author__user__password__startswith",
]
LISTS = ["story", "tag", "person", "author", "section", "image"]
DESK = [
    "p", "o", "q", "e", "all", "_facets", "_popup", "_to_field", "_changelist_filters", "view", "status", "readers_see", "section",
    "author", "kind", "language", "type", "groups__id__exact", "is_active", "id", "pk", "pk__in", "id__in", "id__gt", "status__exact",
    "section__isnull", "updated_at__year", "updated_at__gte", "created_by__password__startswith", "tags__name", "_connector",
    "_negated", "a.b", "IS_POPUP", "_source_model",
]  # fmt: skip


def values() -> Iterator[str]:
    """Yield hostile values as they stand in an address."""
    yield from (quote(value) for value in [*NUMERALS, *WORDS])
    yield from BYTES


def check(client: Client, address: str) -> None:
    path, _, query = address.partition("?")
    answer = client.get(path, QUERY_STRING=query)
    assert answer.status_code in {200, 301, 302, 304, 400, 403, 404, 410}, address
    assert "X-Injected" not in answer.headers, address


def test_no_parameter_breaks_a_readers_page(live: Story, client: Client) -> None:
    addresses = sorted(site.known_addresses())
    for address in addresses:
        for name in PUBLIC:
            many = "&".join(f"{name}={value}" for value in values())
            check(client, f"{address}?{many}")
        for value in values():
            check(client, f"{address}?before={value}&{value}={value}")


def test_no_path_breaks_anything(live: Story, client: Client) -> None:
    for value in values():
        for part in (
            "",
            "stories/",
            "people/",
            "tags/",
            "sections/",
            "authors/",
            "media/",
            "static/",
            "admin/",
            "admin/articles/story/",
        ):
            check(client, f"/{part}{value}")
            check(client, f"/{part}{value}/")
        check(client, f"/{value}" * 30)


@pytest.mark.parametrize("noun", [*LISTS, "user", "group"])
def test_no_parameter_breaks_a_list_of_the_desk(
    noun: str, live: Story, desk_browser: Desk, superuser
) -> None:
    client = desk_browser(superuser)
    app = "auth" if noun in {"user", "group"} else "articles"
    address = reverse(f"admin:{app}_{noun}_changelist")
    before = everything()
    for place, name in enumerate(DESK):
        # All values for what every list reads itself; of the others some, each noun's list others.
        step = 1 if noun == "tag" and name in {"p", "o", "q"} else 30
        some = [value for number, value in enumerate(values()) if (number + place + len(noun)) % step == 0]
        for value in some:
            check(client, f"{address}?{name}={value}")
    for value in ("%00", "9" * 40, "x", "%FF", "1_5F", "_5F"):
        for action in ("change", "delete", "history", "password"):
            check(client, f"/admin/{app}/{noun}/{value}/{action}/")
    assert everything() == before


def test_no_cookie_or_header_breaks_anything(live: Story, client: Client) -> None:
    values = ["\xff\xfe\xed\xa0\x80", "9" * 5000, "'; DROP TABLE x; --\x01", 'a=b=c;;=;{"', "*/*;q=NaN"]
    headers = [
        "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range",
        "Referer", "Origin", "X-Forwarded-For", "Content-Type", "Authorization", "X-Requested-With", "Sec-Fetch-Site",
    ]  # fmt: skip
    addresses = ["/", live.published.get_absolute_url(), reverse("admin:index")]
    login = "username=x&password=y", "application/x-www-form-urlencoded"
    for value in values:
        for cookie in ("sessionid", "csrftoken", "messages", "django_language"):
            for address in addresses:
                check(Client(raise_request_exception=False, headers={"Cookie": f"{cookie}={value}"}), address)
        for header in headers:
            for address in addresses:
                answer = client.get(address, headers={header: value})
                assert answer.status_code < 500, (address, header, value)
        answer = client.post(reverse("admin:login"), *login, headers=dict.fromkeys(headers, value))
        assert answer.status_code < 500, value


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/json",
        "",
    ],
)
def test_no_body_breaks_a_form(kind: str, live: Story, desk_browser: Desk, editor) -> None:
    client = desk_browser(editor)
    before = everything()
    bodies = [b"\x00", b"\xff\xfe", b"headline=%FF%00&body=%ED%A0%80", b"--x\r\n{", b"=" * 10_000]
    for body in bodies:
        for address in (
            reverse("admin:articles_story_change", args=[live.pk]),
            reverse("admin:articles_tag_add"),
        ):
            answer = client.generic("POST", address, body, content_type=kind)
            assert answer.status_code in {200, 400, 403, 413}, (address, body[:20], answer.status_code)
    assert everything() == before


def test_a_number_of_words_is_looked_for_in_good_time(live: Story, desk_browser: Desk, editor) -> None:
    client = desk_browser(editor)
    for term in ("word " * 1000, "%" * 1000, "_" * 1000, '"' * 1000, "ё" * 1000, "\u202e\u0000"):
        for noun in LISTS:
            check(client, f"{reverse(f'admin:articles_{noun}_changelist')}?q={quote(term)}")
        check(client, f"{reverse('admin:articles_tag_names')}?term={quote(term)}")


@pytest.mark.parametrize(
    "charset", ["idna", "hex", "rot13", "undefined", "utf-7", "unicode_escape", "nope", "utf-8"]
)
def test_no_encoding_that_is_named_breaks_a_request(charset: str) -> None:
    """The test client makes requests by itself; a server makes them by our own door."""
    kind = {"CONTENT_TYPE": f"text/html; charset={charset}", "QUERY_STRING": "q=cafe&x=%C3%A9"}
    environ = RequestFactory()._base_environ(**kind)

    request = Request(environ)

    assert request.GET["q"] == "cafe"
    assert request.POST == {}
    assert Door.request_class is Request
