"""Who an unnamed source is, stands on no page of the desk and in no row, whoever looks and whatever goes wrong."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import sources, transcribing, verifying, workflow
from articles.models import Quote, SealedIdentity, Verification
from tests.desk.conftest import Desk
from tests.desk.test_every_page import PEOPLE, addresses, newsroom  # noqa: F401  (a fixture)
from tests.public import site
from tests.stories import bring_to, edit, write

pytestmark = pytest.mark.django_db

SECRET = "Zoran Canaryword, adviser"
# What shows how words were checked: for the desk's page of a quote alone.
EVIDENCE = ("canarynote", "canarylink", "canaryfile", "canarytitle", "canaryspoken")


def do(client: Client, quote: Quote, what: str, **fields: Any) -> Any:
    quote.story.refresh_from_db()
    address = reverse("admin:articles_quote_do", args=[quote.pk])
    return client.post(address, {"do": what, "version": quote.story.version, **fields}, follow=True)


@pytest.fixture
def keeper(editor: User) -> User:
    editor.user_permissions.add(Permission.objects.get(codename="see_sealed_source"))
    return User.objects.get(pk=editor.pk)


@pytest.fixture
def unnamed(newsroom: dict[str, Any], reporter: User) -> Quote:  # noqa: F811
    """The quote of a live story that has changes since, now without a name."""
    quote: Quote = newsroom["quote"]
    quote.speaker, quote.role = None, "A senior official"
    quote.save()
    edit(quote.story, by=reporter, standfirst="Said anew.")
    return quote


def rows_as_text() -> str:
    """Return everything that our tables, the log of the admin and the sessions hold."""
    told = []
    names = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            for row in cursor.fetchall():
                told += [
                    bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row
                ]
    return "\n".join(told)


@pytest.mark.thorough
def test_a_sealed_name_is_shown_once_to_who_may_and_nowhere_else(
    newsroom: dict[str, Any],  # noqa: F811
    unnamed: Quote,
    keeper: User,
    desk: Desk,
    reader: Client,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    connection.force_debug_cursor = True
    try:
        people = {who: desk(request.getfixturevalue(who)) for who in PEOPLE}
        # Everything that can go wrong on the way: a window that is out of date, too much, nothing, no right.
        do(people["reporter"], unnamed, "seal", identity=SECRET, version=1)
        do(people["reporter"], unnamed, "seal", identity=SECRET * 200)
        do(people["moderator"], unnamed, "seal", identity=SECRET)
        do(people["reporter"], unnamed, "nonsense", identity=SECRET)
        assert not SealedIdentity.objects.exists()
        do(people["reporter"], unnamed, "seal", identity=SECRET)
        do(people["moderator"], unnamed, "reveal", reason="Curious.")
        shown = do(desk(keeper), unnamed, "reveal", reason="A court asks.")
        assert SECRET in shown.content.decode()

        for person, client in people.items():
            for name, address in addresses(newsroom).items():
                if name == "logout":
                    continue
                for asked in ("", "?q=Canaryword", "?format=csv"):
                    answer = client.get(address + asked)
                    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                    assert b"Zoran" not in body, (person, address + asked)
                    if answer.status_code != 200:
                        # Who is refused is refused whatever is asked.
                        break
        for address, answer in site.crawl(reader, site.known_addresses() | {"/search/?q=Canaryword"}).items():
            assert b"Zoran" not in answer.content, address
            assert b"ealed" not in answer.content, address
    finally:
        connection.force_debug_cursor = False
    assert "SELECT" in caplog.text
    assert "Zoran" not in caplog.text
    assert "Zoran" not in rows_as_text()


@pytest.mark.thorough
def test_what_shows_how_words_were_checked_is_on_no_page_of_readers_and_in_no_revision(
    editor: User, reader: Client, desk: Desk
) -> None:
    story = bring_to("live", write("The bridge opens", by=editor), by=editor)
    quote = story.quotes.get()
    transcript = transcribing.paste(
        story, "DEMA: We have waited long enough canaryspoken.", by=editor, title="canarytitle"
    )
    transcribing.match(quote, transcript, by=editor)
    verifying.verify(
        quote,
        Verification.SPEAKER,
        by=editor,
        note="canarynote",
        link="https://canarylink.example/",
        file=ContentFile(b"canaryfile", "canaryfile.mp3"),
    )
    edit(story, by=editor, standfirst="Said anew.")
    site.publish_changes(story, by=editor)

    for address, answer in site.crawl(reader, site.known_addresses()).items():
        told = f"{answer.content.decode()} {dict(answer.headers)}".lower()
        assert not [word for word in EVIDENCE if word in told], address
    for word in EVIDENCE:
        assert b"/stories/" not in reader.get("/search/", {"q": word}).content
    revisions = str([*story.revisions.values()]).lower()
    assert not [word for word in EVIDENCE if word in revisions]
    # The file lies by a name of chance, outside everything that is served.
    [step] = quote.story.verification_steps.exclude(file="")
    assert "canary" not in step.file.name
    for base in ("/media/", "/static/", "/"):
        assert reader.get(base + step.file.name).status_code == 404
    assert not step.file.path.startswith(str(settings.MEDIA_ROOT))


@pytest.mark.parametrize("state", ["live", "scheduled", "emergency"])
def test_what_is_off_the_record_reaches_no_reader_by_any_way(
    state: str, editor: User, reader: Client
) -> None:
    story = write("A quiet talk", by=editor)
    story.quotes.update(terms="off_record")
    with pytest.raises(workflow.NotReady, match="off the record"):
        bring_to(state, story, by=editor)

    for address, answer in site.crawl(reader, site.known_addresses()).items():
        assert b"waited long enough" not in answer.content, address
    for tab in ("stories", "quotes"):
        found = reader.get("/search/", {"q": "“waited long enough”", "tab": tab}).content.decode()
        assert "We have waited" not in found


def test_a_revealed_name_is_kept_by_no_cache(
    unnamed: Quote, keeper: User, reporter: User, desk: Desk
) -> None:
    sources.seal(unnamed, SECRET, by=reporter)
    answer = do(desk(keeper), unnamed, "reveal", reason="A court asks.")
    assert "no-store" in answer["Cache-Control"]
    assert "Zoran" not in desk(keeper).get(reverse("admin:audit")).content.decode()
