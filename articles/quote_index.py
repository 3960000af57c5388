"""The index under which a quote's words are found again, in any story: kept here, asked by `alike`."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from articles.models.quote import Quote
from articles.models.quote_key import QuoteKey
from articles.quotation.similar import CROWDED, signature

# So many rows are written, and so many numbers asked for, by one query.
CHUNK = 2000


def index_quotes(quotes: Iterable[Quote]) -> int:
    """Keep the signatures of these quotes as their words stand now; return how many rows are new.

    Numbers that many quotes have already are stock phrases and are not stored again.
    """
    wanted = {quote.pk: set(signature(quote.text)) for quote in quotes}
    there: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, quote, band in QuoteKey.objects.filter(quote__in=wanted).values_list("pk", "quote", "band"):
        there[quote][band] = pk
    gone = [pk for quote, rows in there.items() for band, pk in rows.items() if band not in wanted[quote]]
    if gone:
        QuoteKey.objects.filter(pk__in=gone).delete()
    fresh = [(quote, band) for quote, bands in wanted.items() for band in sorted(bands - there[quote].keys())]
    if not fresh:
        return 0
    crowd = _how_many({band for _, band in fresh})
    rows = []
    for quote, band in fresh:
        if crowd[band] < CROWDED:
            crowd[band] += 1
            rows.append(QuoteKey(quote_id=quote, band=band))
    QuoteKey.objects.bulk_create(rows, batch_size=CHUNK)
    return len(rows)


def _how_many(bands: set[int]) -> dict[int, int]:
    """Return how many quotes are stored under each of these numbers."""
    counts: dict[int, int] = defaultdict(int)
    ordered = sorted(bands)
    for first in range(0, len(ordered), CHUNK):
        rows = QuoteKey.objects.filter(band__in=ordered[first : first + CHUNK]).values("band")
        counts.update(rows.annotate(count=Count("pk")).values_list("band", "count"))
    return counts
