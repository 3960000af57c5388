"""A story's form as it is being typed, read without saving it: for what differs, and for the preview."""

import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from articles import revisions
from articles.admin.comparison import Content
from articles.admin.story_rows import StoryRows
from articles.models import STORY_FIELDS, Byline, Quote, Story, Tag
from articles.text import address_word, name_key


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says, as far as it can be read; none of it is saved."""

    story: Story
    bylines: list[Byline]
    quotes: list[Quote]
    tags: list[Tag]

    @property
    def content(self) -> Content:
        """The same in the shape of a revision's content."""
        return revisions.content_from(self.story, bylines=self.bylines, quotes=self.quotes, tags=self.tags)


def read(story_admin: Any, request: HttpRequest, story: Story | None, data: QueryDict) -> Typed:
    """Read a form's fields over a story, or over none; what is mistyped is taken as it stands."""
    sent = copy.copy(request)
    # Files first: asking for them would read the form anew from what the browser sent.
    sent.method, sent._files, sent.POST = "POST", MultiValueDict(), data
    over = Story.objects.get(pk=story.pk) if story else Story()
    form = story_admin.get_form(sent, story and over, change=bool(story))(data, instance=over)
    form.is_valid()
    for name in STORY_FIELDS:
        if name in form.cleaned_data:
            setattr(over, name, form.cleaned_data[name])
        elif isinstance(data.get(name), str) and _is_text(name):
            setattr(over, name, data[name])
    formsets, _ = story_admin._create_formsets(sent, over, change=bool(story))
    rows = {one.noun: _rows(one) for one in formsets if isinstance(one, StoryRows)}
    names = form.cleaned_data.get("tag_names", [])
    return Typed(
        over,
        sorted(rows.get("bylines", []), key=lambda byline: byline.order or 0),
        sorted(rows.get("quotes", []), key=_place),
        _tags(names),
    )


def differs(typed: Typed, stored: Content) -> bool:
    """Whether saving what was typed would change what is stored, its rows' derived places aside."""
    now = typed.content
    return bool(revisions.changed_fields(_without_places(stored), _without_places(now)))


_TEXTS = {"CharField", "TextField", "SlugField", "URLField"}


def _is_text(name: str) -> bool:
    """Whether a field takes any words: of a choice, what was not offered is none."""
    field = Story._meta.get_field(name)
    return field.get_internal_type() in _TEXTS and not field.choices


def _rows(formset: StoryRows) -> list[Any]:
    """Return the rows as they would be saved: those sent, and those stored that the form does not know."""
    formset.is_valid()
    rows, known = [], set()
    for form in formset.forms:
        cleaned = getattr(form, "cleaned_data", None) or {}
        row = form.instance
        known.add(row.pk)
        if cleaned.get("DELETE") or not _says_something(formset.noun, row):
            continue
        if formset.noun == "quotes" and cleaned.get("key"):
            row.uuid = cleaned["key"]
        rows.append(row)
    return [*rows, *(row for row in formset.get_queryset() if row.pk not in known)]


def _says_something(noun: str, row: Any) -> bool:
    return bool(row.text) if noun == "quotes" else bool(row.author_id)


def _place(quote: Quote) -> tuple[bool, int]:
    return quote.position is None, quote.position or 0


def _tags(names: list[str]) -> list[Tag]:
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=[name_key(name) for name in names])}
    return [
        known.get(name_key(name)) or Tag(name=name, slug=address_word(name) or "tag")
        for name in sorted(names, key=name_key)
    ]


def _without_places(content: Content) -> Content:
    """Leave out where quotes stand in the text: that is worked out at each save."""
    quotes = [row | {"position": None} for row in content.get("quotes", [])]
    tags = [{"uuid": name_key(tag["name"]), "name": ""} for tag in content.get("tags", [])]
    return content | {"quotes": quotes, "tags": tags}
