"""The page that counts who is quoted, and its CSV."""

import html
import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedQuote
from tests.desk.conftest import Desk
from tests.stories import bring_to, write

WHO = reverse("admin:articles_quote_who")


def test_editors_see_who_is_quoted_and_take_it_away_as_csv(desk: Desk, editor: User, reporter: User) -> None:
    bring_to("live", write(by=reporter), by=editor)
    client = desk(editor)

    page = client.get(WHO).content.decode()
    assert "Vjosa Dema" in page
    assert "style=" not in page.split("<main", 1)[-1]
    csv = client.get(WHO, {"as": "csv"})
    assert csv["Content-Type"].startswith("text/csv")
    assert "Vjosa Dema,1,1" in csv.content.decode()
    # Spreadsheets take letters for Unicode by this mark.
    assert csv.content.decode().startswith("\ufeffmonth,")
    assert client.get(WHO, {"since": "nonsense"}).status_code == 200


def test_the_csv_holds_the_days_that_the_page_shows(desk: Desk, editor: User, reporter: User) -> None:
    bring_to("live", write(by=reporter), by=editor)
    PublishedQuote.objects.update(published_at=timezone.now() - timedelta(days=500))
    client = desk(editor)

    page = client.get(WHO).content.decode()
    address = html.unescape(re.search(r'href="(\?[^"]*as=csv)"', page)[1])
    assert "Vjosa Dema" not in client.get(WHO + address).content.decode()

    assert "Vjosa Dema" in client.get(WHO, {"since": "2001-01-01", "as": "csv"}).content.decode()
