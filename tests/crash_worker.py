"""A person who writes and never stops: run by test_crash.py in a process that gets killed.

Prints a line for each save only after it was committed: from then on it must never be lost.
"""

import sys
from itertools import count

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  (Django must be set up first)
from django.db import transaction  # noqa: E402

from articles import workflow  # noqa: E402
from articles.models import Quote, Section, Story  # noqa: E402


def write_for_ever(name: str) -> None:
    """Begin, change and publish stories, each save with two quotes and two tags."""
    editor, second = (User.objects.get(username=name) for name in ("editor", "other_editor"))
    section = Section.objects.get()
    for number in count():
        marker = f"{name}-{number}"
        with transaction.atomic():
            story = Story(headline=f"Story {marker}", body=f"<p>Words {marker}</p>", section=section)
            workflow.begin(story, by=editor)
            save_around(story, marker)
            revision = workflow.record_edit(story, by=editor)
        acknowledge(story, revision.number, marker)
        workflow.submit(story, by=editor)
        workflow.approve(story, by=second)
        workflow.publish(story, by=editor)
        with transaction.atomic():
            story.body = f"<p>Changed {marker}</p>"
            story.save(update_fields=["body"])
            save_around(story, f"changed-{marker}")
            revision = workflow.record_edit(story, by=editor)
        acknowledge(story, revision.number, f"changed-{marker}")


def save_around(story: Story, marker: str) -> None:
    story.quotes.all().delete()
    Quote.objects.bulk_create(Quote(story=story, text=f"{marker} {place}") for place in ("one", "two"))
    story.tags.set([f"tag {marker} one", f"tag {marker} two"])


def acknowledge(story: Story, revision: int, marker: str) -> None:
    print(story.pk, revision, marker, flush=True)


write_for_ever(sys.argv[1])
