"""Which stories carry an author, a person, a section, a tag or an image, and what follows when one changes."""

from django.db import models, transaction
from django.db.models import Q

from articles import public_state, published_copy
from articles.models import (
    Author,
    Byline,
    Image,
    Person,
    PictureInText,
    PublishedByline,
    PublishedQuote,
    PublishedStory,
    Quote,
    Section,
    Story,
    Tag,
    TaggedPublishedStory,
    TaggedStory,
)

Noun = Author | Image | Person | Section | Tag

# Where each noun stands, in working copies and in what readers see: rows, their field, and the story's key.
_ROWS: dict[type[models.Model], tuple[tuple, tuple]] = {
    Author: ((Byline, "author", "story"), (PublishedByline, "author", "story")),
    Image: ((Story, "lead_image", "pk"), (PublishedStory, "lead_image", "pk")),
    Person: ((Quote, "speaker", "story"), (PublishedQuote, "speaker", "story")),
    Section: ((Story, "section", "pk"), (PublishedStory, "section", "pk")),
    Tag: ((TaggedStory, "tag", "content_object"), (TaggedPublishedStory, "tag", "content_object")),
}
# So many stories are rendered anew before the next are fetched.
CHUNK = 100
# More than a desk can look through.
MOST_LISTED = 1_000


def stories_with(noun: Noun) -> models.QuerySet[Story]:
    """Return the stories whose working copy or published copy carries the noun."""
    (rows, field, key), _ = _ROWS[type(noun)]
    carried = Q(pk__in=rows.objects.filter(**{field: noun}).values(key))
    published = Q(pk__in=published_stories_with(noun).values("pk"))
    if isinstance(noun, Image):
        for name in noun.in_texts:
            carried |= Q(body__contains=name)
    return Story.objects.filter(carried | published)


def published_stories_with(noun: Noun) -> models.QuerySet[PublishedStory]:
    """Return what readers see that carries the noun."""
    rows, field, key = _ROWS[type(noun)][1]
    carried = Q(pk__in=rows.objects.filter(**{field: noun}).values(key))
    if isinstance(noun, Image):
        carried |= Q(pk__in=PictureInText.objects.filter(image=noun).values("story"))
    return PublishedStory.objects.filter(carried)


def live_beyond_rights() -> models.QuerySet[PublishedStory]:
    """Return what readers see with a picture whose rights have run out."""
    run_out = Image.objects.run_out().order_by().values("pk")
    leads = PublishedStory.objects.filter(lead_image__in=run_out).order_by()
    texts = PictureInText.objects.filter(image__in=run_out)
    # Two short ranges of two indexes; one condition with OR would go through the archive.
    either = leads.values_list("pk", flat=True).union(texts.values_list("story", flat=True))
    return PublishedStory.objects.filter(pk__in=list(either[:MOST_LISTED]))


def is_public(noun: Noun) -> bool:
    """Whether readers see the noun on a published story."""
    return published_stories_with(noun).exists()


@transaction.atomic
def keep_readers_up_to_date(noun: Noun) -> int:
    """Render again what readers see of the noun, after its name or words have changed.

    Tags stand in no rendered page: each request reads them. Returns how many stories were rendered. The
    change and what follows from it are one transaction.
    """
    count = 0
    if not isinstance(noun, Tag):
        for published in published_stories_with(noun).iterator(chunk_size=CHUNK):
            published_copy.render_again(published)
            count += 1
    public_state.refresh()
    return count
