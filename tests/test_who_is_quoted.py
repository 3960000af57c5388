"""Who gets quoted: counted by month, section and person, from what readers see."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles import workflow
from articles.models import PublishedQuote, Quote
from articles.who_is_quoted import Share, who_is_quoted
from tests.stories import a_person, a_section, bring_to, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(editor: User) -> None:
    """Rutte twice in one story and once in another, Dema once in another section a month later, one without a name."""
    for section, names, month in (
        ("World", ("Mark Rutte", "Mark Rutte", None), 1),
        ("World", ("Mark Rutte",), 1),
        ("Sport", ("=Vjosa Dema",), 2),
    ):
        story = write(by=editor, quotes=(), section=a_section(section))
        for number, name in enumerate(names):
            Quote.objects.create(
                story=story, text=f"Words {number}", speaker=a_person(name) if name else None
            )
        workflow.record_edit(story, by=editor)
        bring_to("live", story, by=editor)
        PublishedQuote.objects.filter(story=story.pk).update(
            published_at=datetime(2026, month, 15, tzinfo=UTC)
        )
    write(by=editor)


@pytest.mark.usefixtures("said")
def test_shares_are_counted_by_month_section_and_person() -> None:
    assert list(who_is_quoted()) == [
        Share("2026-01", "World", "Mark Rutte", 3, 2),
        Share("2026-01", "World", "", 1, 1),
        Share("2026-02", "Sport", "=Vjosa Dema", 1, 1),
    ]


@pytest.mark.usefixtures("said")
def test_days_bound_the_count() -> None:
    assert [share.month for share in who_is_quoted(since=date(2026, 2, 1))] == ["2026-02"]
    assert {share.month for share in who_is_quoted(until=date(2026, 1, 15))} == {"2026-01"}
    assert list(who_is_quoted(since=date(2026, 1, 16), until=date(2026, 2, 14))) == []


@pytest.mark.usefixtures("said")
def test_the_csv_holds_no_formula() -> None:
    out = StringIO()
    call_command("who_is_quoted", "--since=2026-02-01", stdout=out)

    assert list(csv.reader(StringIO(out.getvalue()))) == [
        ["month", "section", "person", "quotes", "stories"],
        ["2026-02", "Sport", "'=Vjosa Dema", "1", "1"],
    ]
