"""Where quotations alike are found: a few numbers for each, one index for all."""

from django.db import models


class QuoteKey(models.Model):
    """One band of a quote's signature: two quotes that share one may be the same words."""

    quote = models.ForeignKey("articles.Quote", models.CASCADE, related_name="keys")
    band = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["band", "quote"], name="quote_key_band")]

    def __str__(self) -> str:
        return f"{self.band:x}"
