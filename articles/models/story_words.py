"""The words a story is found by."""

from django.db import models


class StoryWords(models.Model):
    """The different words of a story's newest revision.

    The database keeps an index of them by itself: SQLite a full-text table that follows this one by
    triggers, PostgreSQL a generated column. Whoever changes this table makes both anew, see its migration.
    """

    story = models.OneToOneField(
        "articles.Story", models.CASCADE, primary_key=True, related_name="search_words"
    )
    words = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.words[:80]
