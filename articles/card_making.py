"""Making the cards of live stories: later, by the task queue, so that no publish waits for a picture.

Until its card is there, a story is shown elsewhere with the site's own picture.
"""

from django.conf import settings
from django.db import transaction
from django_tasks import task

from articles import card_drawing, card_files, public_state, published_copy
from articles.models import PublishedStory


def ask_for(published: PublishedStory) -> None:
    """Have the card of a live story made, if it needs one that is not there.

    Call it in the transaction that published it: what is rolled back asks for nothing.
    """
    if needs_card(published):
        make.enqueue(published.pk)


def needs_card(published: PublishedStory) -> bool:
    """Whether a story has neither a picture nor a card that says its headline."""
    return published.lead_image_id is None and not card_files.shows(published.share_card, published.headline)


@task()
def make(pk: int) -> str:
    """Draw the card of a live story and show it to readers; return the name of its file.

    Begun twice, it is made once. Withdrawn or published again meanwhile, nothing is kept.
    """
    published = PublishedStory.objects.filter(pk=pk).first()
    if published is None or not needs_card(published):
        return ""
    try:
        picture = card_drawing.draw(published.headline, settings.SITE_NAME)
    except card_drawing.CannotBeDrawn:
        return ""
    name = card_files.keep(picture, published.headline)
    if not _show(published, name):
        card_files.remove(name)
        return ""
    return name


@transaction.atomic
def _show(published: PublishedStory, name: str) -> bool:
    """Put the card on the story's page; return whether the story still is what the card shows."""
    before = published.share_card
    same = PublishedStory.objects.filter(
        pk=published.pk, headline=published.headline, share_card=before, lead_image__isnull=True
    )
    if not same.update(share_card=name):
        return False
    card_files.discard(before)
    published_copy.render_again(PublishedStory.objects.get(pk=published.pk))
    public_state.refresh()
    return True
