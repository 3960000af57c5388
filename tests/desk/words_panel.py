"""The panel of found quotations, pressed as the page's script does."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import quoting
from articles.admin.words_panel import key_of
from articles.models import Story

FETCH = {"headers": {"X-Requested-With": "fetch"}}


def panel_address(story: Story) -> str:
    return reverse("admin:articles_story_words", args=[story.pk])


def keys(story: Story) -> dict[str, str]:
    return {proposal.words: key_of(proposal) for proposal in quoting.proposals(story)}


def press(
    client: Client, story: Story, do: str, *, version: int | None = None, **fields: object
) -> HttpResponse:
    """Press a button of the panel as the page's script does."""
    now = Story.objects.get(pk=story.pk).version
    sent = {"do": do, "version": now if version is None else version, **fields}
    return client.post(panel_address(story), sent, **FETCH)
