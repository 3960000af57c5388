"""Made-up stories are like real ones: what the desk and `publish` would have left, row for row."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import call_command
from django.db import transaction

from articles import revisions
from articles.models import PublishedStory, Revision, Story, Transition
from articles.rendering import render, story_page
from bench.made_up.fill import NotEmpty, fill, make_findable
from bench.made_up.insert import continue_numbering

STORIES = 40
# Written anew in each run: the random generation, and moments of writing.
NEVER_THE_SAME = {"generation", "uploaded_at", "date_joined", ("articles.tag", "created_at")}


@pytest.fixture
def filled(db: None) -> None:
    make_findable(fill(STORIES))


def everything() -> str:
    """Return a checksum of all rows."""
    seen = hashlib.sha256()
    for model in apps.get_app_config("articles").get_models():
        for row in serializers.serialize("python", model.objects.order_by("pk")):
            fields = {
                name: value
                for name, value in row["fields"].items()
                if not NEVER_THE_SAME & {name, (row["model"], name)}
            }
            seen.update(json.dumps([row["model"], row["pk"], fields], default=str, sort_keys=True).encode())
    return seen.hexdigest()


@pytest.mark.usefixtures("filled")
def test_every_page_is_what_publishing_would_have_rendered() -> None:
    for story in PublishedStory.objects.select_related("section", "lead_image"):
        page = render(story_page(story, published_at=story.published_at, updated_at=story.updated_at))
        for name in page.__slots__:
            assert getattr(story, name) == getattr(page, name), (story.slug, name)


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_every_revision_holds_what_the_rows_say() -> None:
    for story in Story.objects.select_related("revision", "published__revision"):
        for copy in (story, story.published):
            content = revisions.content_of(copy)
            assert copy.revision.content == content
            assert copy.revision.fingerprint == revisions.fingerprint(content)
        assert story.live_revision_id == story.published.revision_id


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_nothing_is_found_by_the_check_of_every_morning() -> None:
    call_command("verify_integrity")


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_stories_have_histories_of_different_kinds() -> None:
    assert Story.objects.live().count() == PublishedStory.objects.count() == STORIES
    assert Story.objects.values("status").distinct().count() > 1
    assert Revision.objects.filter(number=2).exists()
    assert Transition.objects.filter(verb="request_changes").exists()


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_what_is_written_next_gets_the_next_number() -> None:
    last = Story.objects.order_by("pk").last()
    assert Story.objects.create(headline="The next one").pk == last.pk + 1


@pytest.mark.django_db
@pytest.mark.thorough
def test_the_same_number_of_stories_is_the_same_newsroom() -> None:
    checksums = set()
    for _ in range(2):
        # PostgreSQL does not take back numbers that it gave out in a transaction.
        continue_numbering([User, *apps.get_app_config("articles").get_models()])
        with transaction.atomic():
            fill(STORIES)
            checksums.add(everything())
            transaction.set_rollback(True)
    assert len(checksums) == 1


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_stories_are_never_made_up_in_a_newsroom_that_has_some() -> None:
    with pytest.raises(NotEmpty):
        fill(1)


@pytest.mark.thorough
def test_the_bench_measures_every_way_on_the_server_that_readers_meet(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "COLUMNS": "120"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench", "--stories", "200", "--rounds", "1", "--seconds", "0.02"]
    # Whether the targets are met is for a longer look.
    done = subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert "200 stories in sqlite" in done.stdout, done.stderr
    for way in ("cached", "uncached", "bare", "naked"):
        assert done.stdout.count(way) >= 4, done.stderr
    assert "story page: 2 queries, at most 2" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["bench"]
