"""What every reader's page carries, in one row."""

from django.db import models


class PublicState(models.Model):
    """One row: the generation of everything public, the menu, breaking news, and the pages at the foot of each page.

    `generation` is a random word, new at each public change: a counter would repeat itself after a
    backup is restored, and bring back pages from before.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    generation = models.CharField(max_length=32)
    navigation = models.JSONField(default=list)
    # The line above every page, or none: `{"text": …, "slug": …, "language": …, "until": seconds}`.
    breaking = models.JSONField(null=True, blank=True)
    footer = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="public_state_is_one_row")]

    def __str__(self) -> str:
        return self.generation
