"""Addresses of readers' pages."""

from django.urls import path

from articles.feeds import CorrectionFeed, PersonFeed
from articles.views import (
    authors,
    corrections,
    front,
    people,
    quotes,
    reports,
    search,
    sections,
    stories,
    tags,
)

app_name = "articles"

urlpatterns = [
    path("", front.front_page, name="front-page"),
    path("stories/<slug:slug>/", stories.story_detail, name="story-detail"),
    path("stories/<slug:slug>/changes/<int:number>/", corrections.story_change, name="story-change"),
    path("stories/<slug:slug>/report/", reports.story_report, name="story-report"),
    path("stories/<slug:slug>/report/thanks/", reports.story_report_thanks, name="story-report-thanks"),
    path("corrections/", corrections.correction_index, name="correction-index"),
    path("corrections/feed/", CorrectionFeed(), name="correction-feed"),
    path("sections/<slug:slug>/", sections.section_detail, name="section-detail"),
    path("authors/<slug:slug>/", authors.author_detail, name="author-detail"),
    path("people/", people.person_index, name="person-index"),
    path("people/by-letter/<slug:letters>/", people.person_letters, name="person-letters"),
    path("people/<slug:slug>/", people.person_detail, name="person-detail"),
    path("people/<slug:slug>/feed/", PersonFeed(), name="person-feed"),
    path("people/<slug:slug>/on/", people.person_subjects, name="person-subjects"),
    path("people/<slug:slug>/on/<slug:subject>/", people.person_on_subject, name="person-on-subject"),
    path("quotes/", quotes.quote_index, name="quote-index"),
    path("quotes/<uuid:uuid>/", quotes.quote_detail, name="quote-detail"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.search_suggestions, name="search-suggestions"),
    path("tags/", tags.tag_index, name="tag-index"),
    path("tags/by-letter/<slug:letters>/", tags.tag_letters, name="tag-letters"),
    path("tags/<slug:slug>/", tags.tag_detail, name="tag-detail"),
    path("tags/<slug:slug>/feed/", tags.tag_feed, name="tag-feed"),
]
