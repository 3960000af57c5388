"""A search narrowed down by a tag or a person that was renamed or merged since."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from articles import merging, tag_naming
from tests.public.searching import ask, headlines, live
from tests.stories import a_person, a_tag, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whoever_finds")]


def test_a_search_by_a_name_of_before_is_led_to_the_name_of_now(
    reader: Client, editor: User, django_assert_max_num_queries
) -> None:
    live("Tunnel opens", editor, tags=["Tunnels"])
    tag_naming.rename(a_tag("Tunnels"), "Underground", by=editor)
    merging.merge(a_person("Vjosa Dema"), a_person("Vjosa Demaj"), by=editor)

    answer = ask(reader, "tunnel", tag="tunnels", person="vjosa-dema", kind="news")
    assert answer.status_code == 301
    assert answer["Location"] == "/search/?q=tunnel&kind=news&tag=underground&person=vjosa-demaj"
    assert headlines(reader.get(answer["Location"])) == ["Tunnel opens"]

    # Two more tell what the search engine does not know yet: which stories, and which quotations in them.
    most = 5 + 2 * bool(settings.SEARCH_ENGINE)
    with django_assert_max_num_queries(most):
        ask(reader, "tunnel", tag="tunnels")
    with django_assert_max_num_queries(most):
        quotes = ask(reader, "waited", tab="quotes", person="vjosa-dema")
    assert quotes["Location"] == "/search/?q=waited&tab=quotes&person=vjosa-demaj"


def test_no_search_tells_what_became_of_a_name_that_is_not_public(reader: Client, editor: User) -> None:
    live("Tunnel opens", editor, tags=[], quotes=())
    write(by=editor, tags=["Tunnels"])
    tag_naming.rename(a_tag("Tunnels"), "Underground", by=editor)
    merging.merge(a_person("Vjosa Dema"), a_person("Vjosa Demaj"), by=editor)

    assert ask(reader, "tunnel", tag="tunnels", person="vjosa-dema").status_code == 200
