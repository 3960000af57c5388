"""Let every person be found by their names and every quote by its words, after rows came in around the desk."""

from typing import Any

from django.core.management.base import BaseCommand
from django.core.paginator import Paginator
from django.db import transaction

from articles.models import Person, Quote
from articles.quote_index import index_quotes

CHUNK = 500


class Command(BaseCommand):
    """Bring both indexes in line with what is stored; running it again changes nothing."""

    help = "Bring the indexes of names and quotations in line with what is stored."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it chunk by chunk, each in a transaction of its own."""
        for page in Paginator(Person.objects.order_by("pk"), CHUNK):
            with transaction.atomic():
                for person in page:
                    person.index_names()
        rows = 0
        for chunk in Paginator(Quote.objects.order_by("pk"), CHUNK):
            with transaction.atomic():
                rows += index_quotes(chunk)
        self.stdout.write(
            f"{Person.objects.count()} people and {Quote.objects.count()} quotes; {rows} rows were missing."
        )
