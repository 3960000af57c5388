"""Unnamed sources: sealed, opened by permission and reason, and nowhere else to be found."""

import logging
import uuid
from collections.abc import Callable
from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.views.debug import ExceptionReporter

from articles import revisions, sources, workflow
from articles.models import Quote, SealedIdentity, SealedLook
from articles.permissions import NotAllowed
from tests.stories import bring_to, write

pytestmark = pytest.mark.django_db

SECRET = "Zoran Canaryword, adviser to the minister"


@pytest.fixture
def quote(reporter: User) -> Quote:
    story = write(by=reporter, quotes=())
    Quote.objects.create(story=story, text="We have waited long enough", role="A senior official", position=0)
    workflow.record_edit(story, by=reporter)
    return story.quotes.get()


@pytest.fixture
def sealed(quote: Quote, reporter: User) -> SealedIdentity:
    return sources.seal(quote, SECRET, by=reporter)


@pytest.fixture
def keeper(person_with_login: Callable[..., User]) -> User:
    """Somebody with the permission of its own."""
    user = person_with_login("keeper", "Editors")
    user.user_permissions.add(Permission.objects.get(codename="see_sealed_source"))
    return user


def test_who_has_the_permission_and_a_reason_learns_who_it_was(sealed: SealedIdentity, keeper: User) -> None:
    assert sources.reveal(sealed, by=keeper, reason="The court asks.") == SECRET


def test_every_look_is_recorded_with_who_and_why(sealed: SealedIdentity, keeper: User) -> None:
    for reason in ("The court asks.", "The court asks again."):
        sources.reveal(sealed, by=keeper, reason=reason)

    assert list(sealed.looks.values_list("by", "by_name", "reason").order_by("pk")) == [
        (keeper.pk, "keeper", "The court asks."),
        (keeper.pk, "keeper", "The court asks again."),
    ]


@pytest.mark.parametrize("somebody", ["reporter", "editor", "moderator"])
def test_no_group_has_the_permission_by_itself(
    somebody: str, sealed: SealedIdentity, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        sources.reveal(sealed, by=request.getfixturevalue(somebody), reason="Curious.")

    assert not SealedLook.objects.exists()


def test_without_a_reason_nobody_looks(sealed: SealedIdentity, keeper: User) -> None:
    with pytest.raises(NotAllowed):
        sources.reveal(sealed, by=keeper, reason="  ")


def test_a_look_stays_recorded_when_it_cannot_be_opened(sealed: SealedIdentity, keeper: User) -> None:
    SealedIdentity.objects.filter(pk=sealed.pk).update(sealed=b"tampered with")
    sealed.refresh_from_db()

    with pytest.raises(sources.CannotOpen):
        sources.reveal(sealed, by=keeper, reason="The court asks.")

    assert sealed.looks.count() == 1


def test_what_was_sealed_for_one_quotation_does_not_open_for_another(
    sealed: SealedIdentity, keeper: User, reporter: User
) -> None:
    other = write(by=reporter).quotes.get()
    moved = SealedIdentity.objects.create(
        quote_uuid=other.uuid, story=other.story, sealed=sealed.sealed, sealed_at=sealed.sealed_at
    )

    with pytest.raises(sources.CannotOpen):
        sources.reveal(moved, by=keeper, reason="The court asks.")


def test_a_new_key_opens_what_an_older_one_sealed(
    sealed: SealedIdentity, keeper: User, settings: object
) -> None:
    settings.SEALED_SOURCES_KEYS = ["a new key", *settings.SEALED_SOURCES_KEYS]
    assert sources.reveal(sealed, by=keeper, reason="The court asks.") == SECRET

    assert sources.seal_again() == 1
    settings.SEALED_SOURCES_KEYS = ["a new key"]
    sealed.refresh_from_db()
    assert sources.reveal(sealed, by=keeper, reason="The court asks.") == SECRET

    settings.SEALED_SOURCES_KEYS = ["a third key"]
    with pytest.raises(sources.CannotOpen):
        sources.reveal(sealed, by=keeper, reason="The court asks.")


def test_only_who_sealed_it_or_may_open_it_seals_it_anew(
    sealed: SealedIdentity, quote: Quote, editor: User, keeper: User
) -> None:
    with pytest.raises(sources.NotSealed):
        sources.seal(quote, "Somebody else", by=editor)

    sources.seal(quote, "Somebody else", by=keeper)
    sealed.refresh_from_db()
    assert sources.reveal(sealed, by=keeper, reason="The court asks.") == "Somebody else"


def test_a_quotation_with_a_name_has_no_sealed_source(reporter: User) -> None:
    with pytest.raises(sources.NotSealed):
        sources.seal(write(by=reporter).quotes.get(), SECRET, by=reporter)


def test_only_who_may_edit_the_story_seals(quote: Quote, other_reporter: User) -> None:
    with pytest.raises(NotAllowed):
        sources.seal(quote, SECRET, by=other_reporter)

    assert not SealedIdentity.objects.exists()


# --- Nowhere to be found ---------------------------------------------------------------------------


def test_the_database_holds_no_readable_word_of_it(sealed: SealedIdentity) -> None:
    with connection.cursor() as cursor:
        for model in apps.get_app_config("articles").get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                for value in row:
                    assert b"Canaryword" not in (
                        bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                    )


def test_no_dump_holds_it_not_even_sealed(sealed: SealedIdentity, keeper: User) -> None:
    sources.reveal(sealed, by=keeper, reason="The court asks.")
    for everything in ([], ["--all"]):
        dump = StringIO()
        call_command("dumpdata", *everything, stdout=dump)
        assert "Canaryword" not in dump.getvalue()
        assert bytes(sealed.sealed).decode() not in dump.getvalue()


def test_no_revision_holds_that_there_is_one(sealed: SealedIdentity, editor: User) -> None:
    bring_to("live", sealed.story, by=editor)

    content = str(revisions.content_of(sealed.story)) + str(list(sealed.story.revisions.values()))
    assert "Canaryword" not in content
    assert "seal" not in content.lower()


def test_no_log_holds_it(
    quote: Quote, reporter: User, keeper: User, caplog: pytest.LogCaptureFixture, settings: object
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    connection.force_debug_cursor = True
    try:
        sources.reveal(sources.seal(quote, SECRET, by=reporter), by=keeper, reason="The court asks.")
    finally:
        connection.force_debug_cursor = False

    assert "INSERT" in caplog.text
    assert "Canaryword" not in caplog.text


def test_neither_its_name_nor_its_form_tells(sealed: SealedIdentity) -> None:
    assert str(sealed) == "Sealed source"
    assert "Canaryword" not in repr(sealed) + repr(vars(sealed))


def test_no_error_report_holds_it(quote: Quote, reporter: User, moderator: User, keeper: User) -> None:
    source = sources.seal(quote, SECRET, by=reporter)
    SealedIdentity.objects.filter(pk=source.pk).update(quote_uuid=uuid.uuid4())
    source.refresh_from_db()
    failures = [
        lambda: sources.seal(quote, SECRET, by=moderator),
        lambda: sources.reveal(source, by=keeper, reason="The court asks."),
    ]
    for fail in failures:
        with pytest.raises((NotAllowed, sources.CannotOpen)) as caught:
            fail()
        report = ExceptionReporter(None, caught.type, caught.value, caught.tb)
        html = report.get_traceback_html()
        assert "articles/sources.py" in html
        # Named here by its place: the report shows these lines as well.
        assert SECRET.split()[1] not in html + report.get_traceback_text()


def test_the_desk_neither_lists_nor_searches_it() -> None:
    assert SealedIdentity not in admin.site._registry
    for desk in admin.site._registry.values():
        assert not any("seal" in field for field in desk.search_fields or ())


def test_no_reader_s_page_holds_it(sealed: SealedIdentity, editor: User, reader: Client) -> None:
    story = bring_to("live", sealed.story, by=editor)
    addresses = ["/", story.published.get_absolute_url(), story.section.get_absolute_url()]
    addresses += ["/people/", "/quotes/", f"/quotes/{sealed.quote_uuid}/"]

    for address in addresses:
        page = reader.get(address)
        assert b"Canaryword" not in page.content
        assert b"ealed" not in page.content
