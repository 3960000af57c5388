"""Views of the list that a person keeps."""

from django.contrib.auth.models import User
from django.urls import reverse

from articles.admin import story_views
from articles.models import SavedView
from tests.desk.conftest import Desk
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
