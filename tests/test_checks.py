"""The checks before publishing: what each finds, what it leaves alone, and how strict each is."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles import checks, permissions, workflow
from articles.models import CheckLevel, Image, Level, Story
from articles.models.quote import Terms
from tests import stories

pytestmark = pytest.mark.django_db

P = "<p>The bridge will open in spring.</p>"


def link(address: str) -> str:
    return f'<p>See <a href="{address}">the report</a>.</p>'


# By the name of the check: what makes it speak, and what does not.
TABLE: dict[str, tuple[list[dict[str, object]], list[dict[str, object]]]] = {
    "headline-length": ([{"headline": "x" * 101}], [{"headline": "x" * 100}]),
    "headline-capitals": (
        [{"headline": "BRIDGE OPENS AT LAST"}, {"headline": "МОСТОТ ОТВОРЕН 2026"}],
        [{"headline": "NATO: EU"}, {"headline": "NATO bridge OPENS"}, {"headline": "2026"}],
    ),
    "standfirst-length": ([{"standfirst": " "}, {"standfirst": "x" * 301}], [{"standfirst": "x" * 300}]),
    "body-empty": ([{"body": ""}, {"body": "<p> </p>"}], [{"body": P}]),
    "empty-part": (
        [
            {"body": f"{P}<h2>Later</h2>"},
            {"body": f"<h2>One</h2><h2>Two</h2>{P}"},
            {"body": f"<h3>a</h3><h2>b</h2>{P}"},
        ],
        [{"body": f"<h2>One</h2><h3>Within</h3>{P}"}, {"body": f"<h2>One</h2>{P}<h2>Two</h2>{P}"}],
    ),
    "to-come": (
        [{"body": "<p>The mayor, TK, said.</p>"}, {"headline": "TKTK opens"}, {"lead_caption": "At TK"}],
        [{"body": "<p>ATK and TKs and tk.</p>"}],
    ),
    "links-malformed": (
        [
            {"body": link(address)}
            for address in (
                "",
                "#there",
                "http://https://example.org/",
                "https://example",
                "mailto:a@b",
                "http://a.b:x/",
            )
        ],
        [
            {"body": link(address)}
            for address in (
                "https://example.org/a?b=c#d",
                "mailto:a@example.org",
                "https://пример.мкд/",
                "http://127.0.0.1:80/",
            )
        ],
    ),
    "links-own": (
        [
            {"body": link(address)}
            for address in (
                "/stories/nowhere/",
                "http://testserver/tags/none/",
                "/sections/x/",
                "/nothing",
                "/admin/",
            )
        ],
        [
            {"body": link(address)}
            for address in ("/", "/sections/world/", "https://example.org/stories/x/", "/corrections/")
        ],
    ),
    "section-missing": ([{"section": None}], [{}]),
    "tags-missing": ([{"tags": []}], [{}]),
    "quotes-in-text": ([{"quotes": ["Never said here"]}], [{}]),
    "picture-described": ([{"body": f'{P}<figure><img src="/media/a.jpg" alt=""></figure>'}], [{}]),
}
# Told elsewhere: by rows around the story, or with tests of their own.
ELSEWHERE = {
    "duplicate",
    "quotes-attributed",
    "byline-missing",
    "misquotes",
    "quotes-terms",
    "quotes-verified",
    "picture-rights",
}


def found(story: Story) -> set[str]:
    return {remark.check.name for remark in checks.remarks_on(Story.objects.get(pk=story.pk))}


def test_every_check_is_in_this_table() -> None:
    assert {check.name for check in checks.ALL} == {*TABLE} | ELSEWHERE


@pytest.mark.parametrize("name", TABLE)
def test_a_check_finds_what_it_is_for_and_nothing_else(reporter: User, name: str) -> None:
    speaks, is_silent = TABLE[name]
    for fields in speaks:
        assert name in found(stories.write(by=reporter, **fields)), fields
    for fields in is_silent:
        assert name not in found(stories.write(by=reporter, **fields)), fields


def test_rows_around_a_story_are_looked_at_too(story_at: Callable[..., Story], reporter: User) -> None:
    live = story_at("live", "Council votes for a new bridge")
    image = Image.objects.create(title="Bridge")
    story = stories.write("Council votes for the new bridge", by=reporter, lead_image=image)
    assert {"duplicate", "picture-described"} <= found(story)
    assert "duplicate" not in found(live)

    story.quotes.update(speaker=None)
    story.bylines.all().delete()
    Image.objects.update(alt_text="A bridge", credit="Drita Shala")
    story.headline = "Another thing entirely"
    story.save()
    remarks = found(story)
    assert {"quotes-attributed", "byline-missing"} <= remarks
    assert not {"duplicate", "picture-described"} & remarks


@pytest.mark.parametrize("terms", [Terms.BACKGROUND, Terms.OFF_RECORD])
def test_nobody_is_asked_for_the_name_of_whoever_must_not_be_named(reporter: User, terms: str) -> None:
    story = stories.write(by=reporter)
    story.quotes.update(speaker=None)
    assert "quotes-attributed" in found(story)

    story.quotes.update(terms=terms)

    assert "quotes-attributed" not in found(story)


def test_each_remark_says_where_and_how(reporter: User) -> None:
    story = stories.write("x" * 101, by=reporter, body="", section=None, tags=[], standfirst="")

    for remark in checks.remarks_on(story):
        assert remark.finding.what.endswith((".", "”", "/")), remark
        assert remark.finding.how.endswith((".", ":")), remark
        assert remark.anchor.startswith("id_") or remark.anchor.endswith("-group")
    assert [remark.stops for remark in checks.remarks_on(story)][:2] == [True, True]


def test_a_newsroom_chooses_how_strict_it_is(
    story_at: Callable[..., Story], editor: User, superuser: User
) -> None:
    story = story_at("approved", tags=[])
    with pytest.raises(permissions.NotAllowed):
        checks.choose({"tags-missing": "off"}, by=editor)

    checks.choose({"tags-missing": "required", "section-missing": "off", "unknown": "off"}, by=superuser)
    # Not even by a row that found its way past the page.
    assert not CheckLevel.objects.filter(check_name="section-missing").exists()
    CheckLevel.objects.create(check_name="section-missing", level=Level.OFF)
    assert checks.chosen_levels()["section-missing"] == Level.REQUIRED
    with pytest.raises(workflow.NotReady, match="It has no tags"):
        workflow.publish(story, by=editor)

    checks.choose({"tags-missing": "off"}, by=superuser)
    assert "tags-missing" not in found(story)
    workflow.publish(story, by=editor)
