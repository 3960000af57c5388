"""Where people are found by their names: one row for each folded form, whatever the alphabet or habit of spelling."""

from collections.abc import Iterable

from django.db import models

from articles.quotation.folding import fold_keys


class NameKey(models.Model):
    """A folded form of one of a person's names, whole or its surname alone."""

    person = models.ForeignKey("articles.Person", models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=150)
    is_whole = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "is_whole", "person"], name="name_key_once")]

    def __str__(self) -> str:
        return self.key


def name_keys(names: Iterable[str]) -> set[tuple[str, bool]]:
    """Return the folded forms under which somebody of these names is found: whole names, and surnames alone.

    >>> sorted(name_keys(["Mark Rutte"]))
    [('mark rute', True), ('rute', False)]
    """
    whole = {key[:150] for name in names for key in fold_keys(name) if key}
    return {(key, True) for key in whole} | {(key.rsplit(" ", 1)[1], False) for key in whole if " " in key}
