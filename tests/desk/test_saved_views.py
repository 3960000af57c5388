"""Views of the list that a person keeps."""

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.admin import story_views
from articles.models import SavedView
from tests.desk.conftest import Desk
from tests.desk.forms import said
from tests.stories import bring_to, write

LIST = reverse("admin:articles_story_changelist")
VIEWS = reverse("admin:articles_story_views")


def test_a_search_with_its_filters_is_kept_and_is_a_tab_from_then_on(
    desk: Desk, reporter: User, editor: User
) -> None:
    bring_to("in_review", write("A bridge", by=reporter), by=editor)
    client = desk(reporter)
    page = client.get(LIST, {"q": "bridge", "status": "in_review", "p": "1"})
    query = page.context["this_view"]
    assert query == "q=bridge&status=in_review"

    answer = client.post(VIEWS, {"name": "  My \n bridges ", "query": query})

    assert answer.url == f"{LIST}?{query}"
    tabs = client.get(answer.url).context["views"]
    assert [(view.label, view.is_here) for view in tabs][-1] == ("My bridges", True)
    assert sum(view.is_here for view in tabs) == 1
    assert b"A bridge" in client.get(f"{LIST}?{tabs[-1].query}").content
    # The same name once more means the new view.
    client.post(VIEWS, {"name": "My bridges", "query": "q=ferry"})
    assert [*SavedView.objects.values_list("name", "query")] == [("My bridges", "q=ferry")]
    # Somebody else neither sees it nor takes it away.
    assert b"My bridges" not in desk(editor).get(LIST).content
    desk(editor).post(VIEWS, {"remove": SavedView.objects.get().pk})
    assert SavedView.objects.exists()
    client.post(VIEWS, {"remove": SavedView.objects.get().pk})
    assert not SavedView.objects.exists()


def test_only_what_is_known_is_kept(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    for name, query in {
        "": "q=x",
        "nothing": "created_by__password__startswith=p&p=3",
        "x" * 41: "q=x",
        "long": "q=" + "x" * 5000,
        "odd": "q=%00%FF&status[]=x",
    }.items():
        assert client.post(VIEWS, {"name": name, "query": query}).status_code == 302
    assert [*SavedView.objects.values_list("name", "query")] == [("odd", "q=%EF%BF%BD")]
    for remove in ("x", "9" * 40, "-1", "\0"):
        assert client.post(VIEWS, {"remove": remove}).status_code == 302
    for number in range(story_views.MOST + 2):
        client.post(VIEWS, {"name": f"View {number}", "query": "q=x"})
    assert SavedView.objects.count() == story_views.MOST


def test_a_view_is_renamed_and_no_other_is_lost(desk: Desk, reporter: User, editor: User) -> None:
    client = desk(reporter)
    client.post(VIEWS, {"name": "Bridges", "query": "q=bridge"})
    client.post(VIEWS, {"name": "Ferries", "query": "q=ferry"})
    bridges, ferries = SavedView.objects.all()

    def rename(view: SavedView, name: str, by: Client = client) -> str:
        return by.post(VIEWS, {"rename": view.pk, "name": name}, follow=True).content.decode()

    assert "is “Ura – мост” from now on" in rename(bridges, "  Ura –  мост ")
    assert "another view named “Ura – мост” already" in rename(ferries, "Ura – мост")
    assert "Give the view a name" in rename(ferries, " ")
    assert "at most 40 characters" in rename(ferries, "x" * 41)
    rename(ferries, "Mine now", by=desk(editor))
    assert client.post(VIEWS, {"rename": "x", "name": "y"}).status_code == 302

    assert [*SavedView.objects.values_list("name", "query")] == [
        ("Ura – мост", "q=bridge"),
        ("Ferries", "q=ferry"),
    ]


def test_a_name_that_is_kept_already_says_that_it_shows_something_else_now(
    desk: Desk, reporter: User
) -> None:
    client = desk(reporter)
    assert "is kept beside" in said(client.post(VIEWS, {"name": "Mine", "query": "q=a"}, follow=True))

    answer = client.post(VIEWS, {"name": "Mine", "query": "q=b"}, follow=True)

    assert "shows this from now on" in said(answer)
