"""Addresses of readers' pages."""

from django.urls import path, re_path
from django.views.decorators.http import require_safe

from articles.feeds.author import AuthorFeed
from articles.feeds.base import feed_paths
from articles.feeds.corrections import CorrectionFeed
from articles.feeds.forms import FORMS
from articles.feeds.newest import NewestFeed
from articles.feeds.section import SectionFeed
from articles.sitemaps import news_sitemap, sitemap_index, sitemap_pages, sitemap_part
from articles.views import (
    archive,
    authors,
    corrections,
    for_machines,
    front,
    people,
    quotes,
    reports,
    search,
    sections,
    stories,
    tags,
    trust,
)

app_name = "articles"

# Written one way only, in plain digits: any other number is no address.
YEAR, MONTH, DAY = "(?P<year>[1-9][0-9]{3})/", "(?P<month>0[1-9]|1[0-2])/", "(?P<day>0[1-9]|[12][0-9]|3[01])/"

urlpatterns = [
    path("", front.front_page, name="front-page"),
    *feed_paths("", "feed", NewestFeed),
    path("stories/<slug:slug>/", stories.story_detail, name="story-detail"),
    path("stories/<slug:slug>/changes/<key:number>/", corrections.story_change, name="story-change"),
    path("stories/<slug:slug>/report/", reports.story_report, name="story-report"),
    path("stories/<slug:slug>/report/thanks/", reports.story_report_thanks, name="story-report-thanks"),
    path("corrections/", corrections.correction_index, name="correction-index"),
    *feed_paths("corrections/", "correction-feed", CorrectionFeed),
    path("sections/<slug:slug>/", sections.section_detail, name="section-detail"),
    *feed_paths("sections/<slug:slug>/", "section-feed", SectionFeed),
    path("authors/<slug:slug>/", authors.author_detail, name="author-detail"),
    *feed_paths("authors/<slug:slug>/", "author-feed", AuthorFeed),
    path("people/", people.person_index, name="person-index"),
    path("people/by-letter/<slug:letters>/", people.person_letters, name="person-letters"),
    path("people/<slug:slug>/", people.person_detail, name="person-detail"),
    path("people/<slug:slug>/on/", people.person_subjects, name="person-subjects"),
    path("people/<slug:slug>/on/<slug:subject>/", people.person_on_subject, name="person-on-subject"),
    path("quotes/", quotes.quote_index, name="quote-index"),
    path("quotes/<uuid:uuid>/", quotes.quote_detail, name="quote-detail"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.search_suggestions, name="search-suggestions"),
    path("tags/", tags.tag_index, name="tag-index"),
    path("tags/by-letter/<slug:letters>/", tags.tag_letters, name="tag-letters"),
    path("tags/<slug:slug>/", tags.tag_detail, name="tag-detail"),
    path("archive/", archive.archive, name="archive"),
    re_path(f"^archive/{YEAR}\\Z", archive.archive_year, name="archive-year"),
    re_path(f"^archive/{YEAR}{MONTH}\\Z", archive.archive_month, name="archive-month"),
    re_path(f"^archive/{YEAR}{MONTH}{DAY}\\Z", archive.archive_day, name="archive-day"),
    path("masthead/", trust.masthead, name="masthead"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemaps/pages.xml", sitemap_pages, name="sitemap-pages"),
    re_path(
        r"^sitemaps/(?P<kind>[a-z]{1,20})-(?P<number>0|[1-9][0-9]{0,8})\.xml\Z",
        sitemap_part,
        name="sitemap-part",
    ),
    path("news-sitemap.xml", news_sitemap, name="news-sitemap"),
    path("robots.txt", for_machines.robots, name="robots"),
    path(".well-known/security.txt", for_machines.security, name="security"),
    path("manifest.webmanifest", for_machines.manifest, name="manifest"),
]
# Of those who may have become another, and are led to there.
for key, form in FORMS.items():
    urlpatterns += [
        path(
            f"people/<slug:slug>/{form.ending}", people.person_feed, {"form": key}, name=f"person-feed-{key}"
        ),
        path(f"tags/<slug:slug>/{form.ending}", tags.tag_feed, {"form": key}, name=f"tag-feed-{key}"),
    ]
# Last: whatever the newsroom has written a page of its own for.
urlpatterns.append(path("<slug:slug>/", trust.standing_page, name="standing-page"))

# Pages are only read: any other method would make one anew each time, past the page cache. What a reader sends
# goes to one address, which says itself how.
for pattern in urlpatterns:
    if pattern.name != "story-report":
        pattern.callback = require_safe(pattern.callback)
