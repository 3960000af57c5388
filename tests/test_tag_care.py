"""How tags are used, what may be one, and what has gone quiet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import tag_care, tag_keeping
from articles.models import Tag, TaggedPublishedStory, TagStatus
from tests.desk.conftest import Desk
from tests.stories import a_tag, bring_to, write

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def publish(number: int, tags: list[str], *, by: User) -> None:
    for _ in range(number):
        bring_to("live", write(by=by, tags=tags, quotes=()), by=by)


@pytest.mark.thorough
def test_use_by_month_what_may_be_one_and_what_is_quiet(editor: User, desk: Desk) -> None:
    for name in ("EU", "European Union", "Trade", "Once"):
        a_tag(name, status=TagStatus.APPROVED)
    publish(5, ["EU", "European Union"], by=editor)
    publish(1, ["EU", "Trade"], by=editor)
    rows = TaggedPublishedStory.objects.order_by("pk")
    rows.update(published_at=NOW)
    rows.filter(pk__in=list(rows.filter(tag__name="EU").values_list("pk", flat=True)[:2])).update(
        published_at=NOW - timedelta(days=60)
    )

    used = {use.tag.name: use for use in tag_care.most_used(NOW)}
    assert used["EU"].months[0] == ("2025-04", 0)
    assert used["EU"].months[-3:] == [("2026-01", 2), ("2026-02", 0), ("2026-03", 4)]
    assert used["EU"].bars[-3:] == [(12, 12), (24, 0), (0, 24)]
    assert list(used) == ["EU", "European Union", "Trade"]

    (pair,) = tag_care.together()
    assert (pair.one.name, pair.other.name, pair.both, pair.either) == ("EU", "European Union", 5, 6)
    tag_keeping.keep_apart(pair.one, pair.other, by=editor)
    assert tag_care.together() == []

    assert tag_care.gone_quiet(NOW) == []
    later = NOW + timedelta(days=370)
    assert [tag.name for tag in tag_care.gone_quiet(later)] == ["EU", "European Union"]
    Tag.objects.filter(name="EU").update(status=TagStatus.DEPRECATED)
    assert [tag.name for tag in tag_care.gone_quiet(later)] == ["European Union"]

    client = desk(editor)
    client.get(reverse("admin:articles_tag_care"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("admin:articles_tag_care")).content.decode()
    assert len(asked) <= 16
    assert '<svg class="care-chart" viewBox="0 0 96 24" role="img"' in page
    assert "style=" not in page.partition("tag-care")[2]


def test_what_is_part_of_another_is_not_taken_for_it(editor: User) -> None:
    a_tag("Prizren").parents.add(a_tag("Kosovo"))
    publish(5, ["Kosovo", "Prizren"], by=editor)
    assert tag_care.together() == []
