"""Tags that a live story may lack: found when it was last looked at, waiting for a person to say."""

from django.db import models


class TagSuggestion(models.Model):
    """A tag that waits to be taken or dismissed for a live story; written by `suggesting.look_at` alone."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="tag_suggestions")
    tag = models.ForeignKey("articles.Tag", models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField()
    # When readers first saw the story, so that the newest come first.
    published_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["story", "tag"], name="tag_suggested_once")]
        indexes = [models.Index(fields=["-published_at", "-story"], name="tag_suggestion_newest")]

    def __str__(self) -> str:
        return f"{self.tag_id} for {self.story_id}"
