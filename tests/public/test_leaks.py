"""Nothing unpublished is visible to anyone, by any public door."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.test import Client
from django.utils import timezone

from articles import breaking, fronts, schedule, standing_pages, workflow
from articles.models import (
    Author,
    Byline,
    Image,
    Person,
    PersonSpelling,
    Position,
    PublishedStory,
    Quote,
    Section,
    StandingPage,
    Story,
    Tag,
    TagAlias,
)
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db

HIDDEN_STATES = ("draft", "in_review", "approved", "scheduled", "spiked", "withdrawn")
# Once each in every text that a hidden story carries; nothing else in the newsroom is called so.
SENTINEL = "zqxsentinel"

TRICKS = (
    "?status=draft",
    "?state=draft",
    "?is_published=false",
    "?published_at__gt=2099",
    "?preview=1",
    "?version=latest",
    "?static=1&order=asc",
    "?status=published&status=draft",
    "?working_copy=1",
    "?revision=1",
    "?format=json",
)


def texts(model: type[models.Model], mark: str) -> dict[str, Any]:
    """Return a sentinel for every text field of a model, read off the model itself."""
    filled: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.choices or field.name in {"language", "original_language", "key"}:
            continue
        word = f"{SENTINEL}-{mark}-{model.__name__}-{field.name}".lower().replace("_", "-")
        match field:
            case models.URLField():
                filled[field.name] = f"https://example.org/{word}"
            case models.EmailField():
                filled[field.name] = f"{word}@example.org"
            case models.FileField():
                filled[field.name] = ContentFile(_pixel(), name=f"{word}.png")
            case models.CharField() | models.TextField():
                filled[field.name] = word[: field.max_length or 100]
    return filled


def _pixel() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
    )


def carry_sentinels(story: Story, mark: str, *, by: User) -> None:
    """Write a sentinel into every field of a story and of everything that it alone carries."""
    with transaction.atomic():
        own = {
            name: value
            for name, value in texts(Story, mark).items()
            if name in {field.name for field in Story._meta.concrete_fields if field.editable}
        }
        for name, value in own.items():
            setattr(story, name, f"<p>{value}</p>" if name == "body" else value)
        story.section = Section.objects.create(**texts(Section, mark), in_navigation=False)
        story.lead_image = Image.objects.create(**texts(Image, mark))
        story.save()
        author = Author.objects.create(**texts(Author, mark), photo=story.lead_image)
        story.bylines.all().delete()
        Byline.objects.create(story=story, author=author, **texts(Byline, mark))
        person = Person.objects.create(**texts(Person, mark))
        PersonSpelling.objects.create(person=person, **texts(PersonSpelling, mark))
        Position.objects.create(person=person, **texts(Position, mark))
        story.quotes.all().delete()
        Quote.objects.create(story=story, speaker=person, **texts(Quote, mark), original_language="sq")
        tag = Tag.objects.create(**texts(Tag, mark))
        TagAlias.objects.create(tag=tag, **texts(TagAlias, mark))
        story.tags.set([tag])
        workflow.record_edit(story, by=by, note=f"{SENTINEL}-{mark}-note")


@pytest.fixture
def newsroom(editor: User) -> list[Story]:
    """Fill a newsroom with what readers may see and, in every state, what they may not."""
    site.publish(2, by=editor)
    hidden = []
    for state in HIDDEN_STATES:
        story = stories.write(by=editor)
        carry_sentinels(story, state, by=editor)
        hidden.append(stories.bring_to(state, story, by=editor))
    changed = stories.bring_to("live", stories.write("The old bridge stays", by=editor), by=editor)
    carry_sentinels(changed, "changed", by=editor)
    # What is planned for the front page names what nobody may see yet; so does what stands there now.
    keys = [story.pk for story in hidden]
    fronts.arrange(None, keys, by=editor, version=0)
    fronts.arrange(None, keys[::-1], by=editor, version=1, at=timezone.now() + timedelta(days=1))
    # Pages: one was never online, one was written on since.
    StandingPage.objects.create(**texts(StandingPage, "page"))
    page = StandingPage.objects.create(title="About us", slug="about", body="<p>Who we are.</p>")
    standing_pages.put_online(page, by=editor)
    StandingPage.objects.filter(pk=page.pk).update(
        **{name: value for name, value in texts(StandingPage, "written").items() if name != "slug"}
    )
    # Withdrawn, and written on since.
    gone = stories.bring_to("live", stories.write("Gone", by=editor), by=editor)
    soon = timezone.now() + timedelta(hours=1)
    breaking.announce(f"{SENTINEL}-breaking", by=editor, until=soon, story=gone)
    withdrawn = workflow.withdraw(gone, by=editor, note="It named the wrong bridge.")
    carry_sentinels(withdrawn, "rewritten", by=editor)
    return [*hidden, changed, withdrawn]


@pytest.mark.thorough
def test_the_sentinels_would_be_seen(reader: Client, editor: User) -> None:
    """The same story, published: if its words did not show there, this file would prove nothing."""
    story = stories.write(by=editor)
    carry_sentinels(story, "public", by=editor)
    stories.bring_to("live", story, by=editor)

    answers = site.crawl(reader, site.known_addresses())
    seen = " ".join(site.text(answer) for answer in answers.values()).lower()

    for shown in (
        *("story-headline", "story-standfirst", "story-body", "story-dateline", "story-lead-caption"),
        "story-social-text",
        *("story-source", "story-source-note", "section-name", "image-alt-text", "image-credit"),
        *("byline-credited-as", "author-bio", "person-name", "position-title", "personspelling-name"),
        *("quote-text", "quote-role", "quote-occasion", "quote-original-text", "tag-name", "tag-description"),
    ):
        assert f"{SENTINEL}-public-{shown}" in seen, shown
    # The search would find them, too.
    found = site.text(reader.get("/search/", {"q": SENTINEL}))
    assert f"/stories/{SENTINEL}-public-story-slug/" in found
    assert SENTINEL in reader.get("/search/suggest/", {"q": SENTINEL[:5]}).content.decode()


def test_no_public_page_shows_a_word_that_is_not_published(newsroom: list[Story], reader: Client) -> None:
    """Every address that can be found by following links, and every address that could be guessed."""
    answers = site.crawl(
        reader, site.known_addresses() | {f"{address}nothing/" for address in ("/", "/stories/")}
    )

    assert sum(answer.status_code == 200 for answer in answers.values()) >= 8
    shown = PublishedStory.objects.exclude(lead_image=None).values("lead_image")
    pictures = [*Image.objects.exclude(pk__in=shown).values_list("folder", flat=True)]
    assert len(pictures) >= len(newsroom)
    for address, answer in answers.items():
        told = f"{answer.content.decode()} {dict(answer.headers)}".lower()
        assert SENTINEL not in told, address
        assert not any(folder in told for folder in pictures), address


def test_no_search_finds_a_word_that_is_not_published(newsroom: list[Story], reader: Client) -> None:
    """In no result, facet, count, name or suggestion: neither whole, nor begun, nor by a filter."""
    words = {SENTINEL, SENTINEL[:4], SENTINEL[:8], f"{SENTINEL}-draft-story-headline", "sentinel"}
    words |= {f'"{SENTINEL}-{state}"' for state in (*HIDDEN_STATES, "changed", "rewritten")}
    for word in words:
        for tab in ("stories", "quotes"):
            page = site.text(reader.get("/search/", {"q": word, "tab": tab})).lower()
            told = page.replace(word.lower(), "").replace(word.lower().replace('"', "&quot;"), "")
            assert not re.search(r"/(stories|people|tags|authors|sections|quotes)/[^\"]*zqx", told), word
        suggested = reader.get("/search/suggest/", {"q": word}).content.decode().lower()
        assert "zqx" not in suggested, word
    # What is public is found; nothing beside it that is not.
    for tab in ("stories", "quotes"):
        for question in ("bridge", "waited", "the"):
            assert SENTINEL not in site.text(reader.get("/search/", {"q": question, "tab": tab})).lower()
    slugs = {
        "section": Section.objects.filter(slug__startswith=SENTINEL),
        "tag": Tag.objects.filter(slug__startswith=SENTINEL),
        "person": Person.objects.filter(slug__startswith=SENTINEL),
        "author": Author.objects.filter(slug__startswith=SENTINEL),
    }
    for facet, rows in slugs.items():
        assert rows.exists()
        for slug in rows.values_list("slug", flat=True):
            answer = site.text(reader.get("/search/", {"q": "bridge", facet: slug}))
            assert "No story holds" in answer


# Asked of the search by whoever wants to know what the newsroom keeps back; all of it, a published story shares.
QUESTIONS = (
    *(
        "q=bridge",
        "q=bridge&tab=quotes",
        "q=waited&tab=quotes",
        "q=%22long+enough%22",
        "q=zqxnothing",
        "q=bri+-toll",
    ),
    *(
        "q=bridge&section=world",
        "q=bridge&tag=bridges,tolls",
        "q=bridge&author=arben-kelmendi&kind=news,opinion",
    ),
    *("q=bridge&person=vjosa-dema&when=day", "q=vjosa+dema", "q=vjoza", "q=arben", "q=bridges"),
)
TYPED = ("br", "bri", "bridge", "vjosa", "dema", "arben", "wor", "number")


def everything_told(reader: Client) -> dict[str, tuple[int, bytes]]:
    """Return every page, feed, sitemap, answer of the search and suggestion, by its address."""
    answers = site.crawl(reader, site.known_addresses() | {f"/search/?{asked}" for asked in QUESTIONS})
    answers |= {f"suggest {typed}": reader.get("/search/suggest/", {"q": typed}) for typed in TYPED}
    # The form for reporting an error says when it was made.
    return {
        address: (answer.status_code, answer.content)
        for address, answer in answers.items()
        if not address.endswith("/report/")
    }


@pytest.mark.thorough
def test_what_readers_may_not_see_changes_no_count_list_or_order(reader: Client, editor: User) -> None:
    """Stories in every hidden state that share all names, days and words with public ones: not a byte moves."""
    shown = site.publish(3, by=editor, tags=["Bridges", "Tolls"])
    before = everything_told(reader)

    expired = stories.bring_to("expiring", stories.write(by=editor, tags=["Bridges", "Tolls"]), by=editor)
    assert expired.expire_at
    assert [*schedule.release_due(now=expired.expire_at)]
    hidden = [
        stories.bring_to(state, stories.write(by=editor, tags=["Bridges", "Tolls"], kind=kind), by=editor)
        for state in (*HIDDEN_STATES, "embargoed")
        for kind in ("news", "opinion")
    ]
    keys = [shown[0].pk, *(story.pk for story in hidden)][: fronts.MOST_PINNED]
    for front in (None, shown[0].section):
        fronts.arrange(front, keys, by=editor, version=0, at=timezone.now() + timedelta(days=1))

    after = everything_told(reader)
    assert {address for address, (status, _) in after.items() if status == 410} == {
        f"/stories/{slug}/"
        for slug in Story.objects.exclude(withdrawn_at=None).values_list("slug", flat=True)
    }
    for address, told in before.items():
        assert after[address] == told, address


@pytest.mark.thorough
def test_no_parameter_opens_a_door(newsroom: list[Story], reader: Client) -> None:
    """Whatever other systems call it: the same bytes as without."""
    for address in site.known_addresses():
        plain = reader.get(address)
        for trick in TRICKS:
            answer = reader.get(address + trick)
            assert (answer.status_code, answer.content) == (plain.status_code, plain.content), address + trick


@pytest.mark.thorough
def test_an_error_tells_nothing(newsroom: list[Story], reader: Client) -> None:
    """Pages for what is not there, not understood or not allowed hold no title, path or setting."""
    for answer in (
        reader.get("/stories/zqxsentine/"),
        reader.get("/media/../db.sqlite3"),
        reader.get("/", headers={"Host": "evil.example"}),
        reader.post("/stories/never/"),
    ):
        assert 400 <= answer.status_code < 500
        assert SENTINEL not in answer.content.decode().lower()
        assert "evil.example" not in answer.content.decode()
        assert "settings" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/media/",
            "/static/",
            "/.git/HEAD",
            "/.env",
            "/db.sqlite3",
            "/backup.zip",
            "/manage.py",
            "/var/db.sqlite3",
        ),
        *(
            "/media/../db.sqlite3",
            "/media/..%2fdb.sqlite3",
            "/media/%2e%2e/db.sqlite3",
            "/media/%2e%2e%2fdb.sqlite3",
        ),
        *(
            "/media/..%252fdb.sqlite3",
            "/media/....//db.sqlite3",
            "/media/..;/db.sqlite3",
            "/media/..%5cdb.sqlite3",
        ),
        *(
            "/media/%c0%ae%c0%ae/db.sqlite3",
            "/media//etc/passwd",
            "/static/../manage.py",
            "/static/..%2fmanage.py",
        ),
        *("/media/images/", "/media/%00", "/static/articles/", "/media/secret_key"),
    ],
)
def test_no_file_is_handed_out_that_is_not_meant_for_readers(path: str, reader: Client) -> None:
    """No listing either."""
    assert reader.get(path).status_code in (403, 404)
