"""Where tags are found by names that read alike: one row for each folded form of a name or alias."""

from collections.abc import Iterable

from django.db import models

from articles.quotation.folding import fold_keys


class TagKey(models.Model):
    """A folded form of one of a tag's names: Priština, Pristina, Prishtina and Приштина share one."""

    tag = models.ForeignKey("articles.Tag", models.CASCADE, related_name="keys")
    key = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "tag"], name="tag_key_once")]

    def __str__(self) -> str:
        return self.key


def tag_keys(names: Iterable[str]) -> set[str]:
    """Return the folded forms under which a tag of these names is found; names of signs alone have none.

    >>> sorted(tag_keys(["NATO", "НАТО"]))
    ['nato']
    """
    return {key[:150] for name in names for key in fold_keys(name) if key}
