"""Who we are: the masthead, the standing pages, and where both are linked."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import permissions, public_state, standing_pages
from articles.models import Author, PublishedPage, StandingPage
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(db: None) -> StandingPage:
    return StandingPage.objects.create(
        title="About us", slug="about", summary="Who we are.", body="<p>We are a paper.</p><script>x</script>"
    )


def test_a_page_is_there_when_it_is_online_and_not_before(
    reader: Client, editor: User, about: StandingPage
) -> None:
    nothing = reader.get("/never-was/")
    assert (reader.get("/about/").status_code, reader.get("/about/").content) == (404, nothing.content)

    standing_pages.put_online(about, by=editor)

    page = site.text(reader.get("/about/"))
    assert "We are a paper." in page
    assert "<script>x" not in page
    assert '<meta name="description" content="Who we are.">' in page
    assert '<a href="/about/">About us</a>' in site.text(reader.get("/"))


def test_what_is_saved_is_not_seen_before_it_is_put_online(
    reader: Client, editor: User, about: StandingPage
) -> None:
    standing_pages.put_online(about, by=editor)
    about.title, about.body = "About them", "<p>Changed.</p>"
    about.save()
    public_state.refresh()
    page = site.text(reader.get("/about/"))
    assert "Changed." not in page
    assert "About them" not in page
    standing_pages.put_online(about, by=editor)
    assert "Changed." in site.text(reader.get("/about/"))


def test_a_page_that_is_taken_off_is_gone_everywhere(
    reader: Client, editor: User, about: StandingPage
) -> None:
    standing_pages.put_online(about, by=editor)
    standing_pages.take_off(about, by=editor)
    assert reader.get("/about/").status_code == 404
    for address in ("/", "/sitemaps/pages.xml"):
        assert "/about/" not in site.text(reader.get(address))


def test_of_two_who_save_at_once_one_is_told(about: StandingPage) -> None:
    standing_pages.claim(about, version=0)
    with pytest.raises(standing_pages.StalePage):
        standing_pages.claim(StandingPage.objects.get(), version=0)


def test_only_editors_decide_what_readers_see(reporter: User, moderator: User, about: StandingPage) -> None:
    for person in (reporter, moderator):
        for verb in (standing_pages.put_online, standing_pages.take_off):
            with pytest.raises(permissions.NotAllowed):
                verb(about, by=person)
    assert not PublishedPage.objects.exists()


def test_the_masthead_names_who_is_on_it_in_order(
    reader: Client, editor: User, django_assert_max_num_queries: object
) -> None:
    site.publish(1, by=editor)
    Author.objects.update(on_masthead=True, masthead_order=2, role="Reporter")
    Author.objects.create(name="Drita Shala", slug="drita-shala", on_masthead=True, masthead_order=1)
    stories.an_author("Somebody Else")
    page = site.text(reader.get("/masthead/"))
    assert page.index("Drita Shala") < page.index("Arben Kelmendi")
    assert "Somebody Else" not in page
    # Nobody has a page before something of theirs was published.
    assert 'href="/authors/arben-kelmendi/"' in page
    assert 'href="/authors/drita-shala/"' not in page


def test_an_author_and_a_person_are_profiles(reader: Client, editor: User) -> None:
    site.publish(1, by=editor)
    for address, name in (
        ("/authors/arben-kelmendi/", "Arben Kelmendi"),
        ("/people/vjosa-dema/", "Vjosa Dema"),
    ):
        page = site.text(reader.get(address))
        assert '"@type": "ProfilePage"' in page
        assert f'"mainEntity": {{"@type": "Person", "name": "{name}"' in page
        assert '"@type": "BreadcrumbList"' in page


def test_every_page_says_what_it_is_to_whoever_shares_it(reader: Client, editor: User) -> None:
    (story,) = site.publish(1, by=editor)
    quote = story.published.quotes.get()
    for address in (
        *("/", "/sections/world/", "/tags/bridges/", "/authors/arben-kelmendi/", "/people/vjosa-dema/"),
        *(
            "/people/",
            "/tags/",
            "/quotes/",
            "/corrections/",
            "/masthead/",
            "/archive/",
            quote.get_absolute_url(),
        ),
        *(story.published.get_absolute_url(), "/people/vjosa-dema/on/"),
    ):
        head = site.text(reader.get(address)).partition("</head>")[0]
        assert head.count(f'<link rel="canonical" href="http://testserver{address}">') == 1, address
        assert head.count('<meta name="description" content="') == 1, address
        for name in ("og:type", "og:title", "og:url", "og:image", "og:image:width"):
            assert head.count(f'<meta property="{name}" content="') == 1, (address, name)
        assert '<meta name="twitter:card" content="summary_large_image">' in head, address
        assert '<link rel="alternate" type="application/feed+json"' in head, address
