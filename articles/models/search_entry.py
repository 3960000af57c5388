"""What readers find published stories and quotations by."""

from django.db import models


class SearchEntry(models.Model):
    """The terms of one published text (`search_terms`), kept by `search_index` and by nothing else.

    The database keeps an index of them by itself: SQLite a full-text table that follows this one by
    triggers, PostgreSQL generated columns. Whoever changes these tables makes both anew, see the newest of
    their migrations.
    """

    # The newer, the higher: see `search_entries.place_of`. Both indexes answer in this order.
    place = models.BigIntegerField(primary_key=True)
    # The terms of the headline, each with HEADLINE before it.
    marks = models.TextField(blank=True)
    # The terms of the standfirst, and those that stand often in the text.
    lead = models.TextField(blank=True)
    # Its section, kind, tags, authors and the people quoted, each by its `search_request.facet_term`.
    facets = models.TextField(blank=True)
    # Every term in its order; last, so that it is read only where the order matters.
    words = models.TextField()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.words[:80]


class PublishedWords(SearchEntry):
    """What a published story is found by; it goes with the story."""

    story = models.OneToOneField("articles.PublishedStory", models.CASCADE, related_name="search_entry")


class QuoteWords(SearchEntry):
    """What a published quotation is found by; it goes with the quotation."""

    quote = models.OneToOneField("articles.PublishedQuote", models.CASCADE, related_name="search_entry")


class UntoldStory(models.Model):
    """A story of which the search engine has yet to be told: published, changed or taken away; see `search_engine`.

    Written in the transaction of the change. A story that is gone has a key and no row, so this is no foreign key.
    """

    story_key = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.story_key}"
