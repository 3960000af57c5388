"""Which tags a story may lack: named in its text, carried by similar stories, or by those that quote the same people.

Every suggestion says what prompted it. The text is read once (`spotting`); the names that may stand in it are asked
of the database by an index, so a tag made a moment ago is suggested, whatever process answers. Some fifteen queries,
however many tags there are.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from articles import permissions
from articles.models import (
    DismissedTag,
    PublishedQuote,
    PublishedStory,
    Quote,
    Story,
    Tag,
    TaggedPublishedStory,
    TaggedStory,
    TagSuggestion,
    TagType,
)
from articles.spotting import Mention, Name, Reading
from articles.text import plain_text

# A suggestion needs this much weight, and so many are shown.
ENOUGH, MOST = 3, 12
# What a mention weighs in the headline, in the standfirst, and in the text; there, so many count.
IN_HEADLINE, IN_STANDFIRST, IN_TEXT, MOST_IN_TEXT = 4, 3, 1, 6
# Who is quoted and has a tag of their own.
SPEAKS = 3
# What is said of a story by those like it: of so many, this share must carry a tag, and so many at least.
LIKE_IT, SHARE, AT_LEAST = 50, 0.4, 3
FROM_OTHERS = 3
# So many of its tags, and of the people it quotes, are asked which stories are like it.
SEEDS, SPEAKERS = 3, 3
# A text longer than this is not read while a page is being made.
LONGEST_TEXT = 200_000
# By hand, because it is asked with a thousand keys while somebody writes: the ORM costs more than the query.
_NAMES = """
SELECT tag.name, tag.id, tag.type FROM articles_tag tag
WHERE tag.filed_under {filed} AND tag.merged_into_id IS NULL AND tag.status <> 'deprecated'
UNION ALL
SELECT alias.name, tag.id, tag.type FROM articles_tagalias alias JOIN articles_tag tag ON tag.id = alias.tag_id
WHERE alias.filed_under {filed} AND tag.merged_into_id IS NULL AND tag.status <> 'deprecated'
"""
_PROPER = frozenset({TagType.PERSON, TagType.PLACE, TagType.ORGANISATION, TagType.EVENT, TagType.SERIES})


@dataclass(slots=True)
class Suggestion:
    """A tag that may belong on a story, and why: each reason is a sentence or the words of the text."""

    tag: Tag
    weight: int = 0
    reasons: list[str] = field(default_factory=list)
    # The words of the text that name it, as they stand there.
    words: str = ""


@dataclass(slots=True)
class _Why:
    weight: int = 0
    reasons: list[str] = field(default_factory=list)
    words: str = ""


def suggestions(story: Story, *, as_if_untagged: bool = False) -> list[Suggestion]:
    """Return the tags that a story may lack, the likeliest first.

    Not those it has, nor those dismissed for it, nor any that new stories should not carry. `as_if_untagged`
    looks at a story as if nobody had tagged it yet, to be compared with what people did.
    """
    own = list(TaggedStory.objects.filter(content_object=story.pk or 0).values_list("tag", flat=True))
    # What was dismissed under its old name stays dismissed when the tag is merged.
    dismissed = {
        key
        for keys in DismissedTag.objects.filter(story=story.pk or 0).values_list("tag", "tag__merged_into")
        for key in keys
    }
    found: defaultdict[int, _Why] = defaultdict(_Why)
    _named(story, found)
    if as_if_untagged:
        own = []
    seeds = [*own, *(pk for pk, why in _heaviest(found) if pk not in own and why.weight >= ENOUGH)]
    _carried_by_others(story, seeds[:SEEDS], found)
    likely = {
        pk: why
        for pk, why in found.items()
        if why.weight >= ENOUGH and pk not in own and (as_if_untagged or pk not in dismissed)
    }
    tags = Tag.objects.offered().in_bulk(likely)
    return [
        Suggestion(tags[pk], why.weight, why.reasons, why.words)
        for pk, why in _heaviest(likely)
        if pk in tags
    ][:MOST]


def _heaviest(found: dict[int, _Why]) -> list[tuple[int, _Why]]:
    return sorted(found.items(), key=lambda item: (-item[1].weight, item[0]))


def _named(story: Story, found: defaultdict[int, _Why]) -> None:
    """Find the tags whose names stand in the text, or that are the people it quotes."""
    parts = (story.headline, story.standfirst, plain_text(story.body[:LONGEST_TEXT]))
    reading = Reading("\n".join(parts), story.language or "en")
    standfirst_at, text_at = len(parts[0]) + 1, len(parts[0]) + len(parts[1]) + 2
    mentions = defaultdict(list)
    for mention in reading.find(_names_for(reading.keys)):
        mentions[mention.owner].append(mention)
    for tag, places in mentions.items():
        _weigh(found[tag], places, reading, standfirst_at, text_at)
    # A story that was never saved quotes nobody yet; asked with no key, the database would name everybody.
    for tag, name, quotes in (
        Tag.objects.filter(person__quotes__story=story.pk or 0)
        .annotate(quotes=Count("person__quotes"))
        .values_list("pk", "person__name", "quotes")
    ):
        found[tag].weight += SPEAKS
        found[tag].reasons.append(f"{name} is quoted {_times(quotes)}")


def _names_for(keys: list[str]) -> list[Name]:
    """Return the names of tags that may stand in a text, in one query whatever their number."""
    is_postgres = connection.vendor == "postgresql"
    filed = "= ANY(%s)" if is_postgres else "IN (SELECT value FROM json_each(%s))"
    asked = keys if is_postgres else json.dumps(keys)
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(filed=filed), [asked, asked])
        return [Name(text, owner, is_proper=kind in _PROPER) for text, owner, kind in cursor.fetchall()]


def _weigh(why: _Why, places: list[Mention], reading: Reading, standfirst_at: int, text_at: int) -> None:
    in_headline = sum(1 for place in places if place.start < standfirst_at)
    in_text = sum(1 for place in places if place.start >= text_at)
    in_standfirst = len(places) - in_headline - in_text
    why.weight += (
        IN_HEADLINE * bool(in_headline)
        + IN_STANDFIRST * bool(in_standfirst)
        + min(MOST_IN_TEXT, IN_TEXT * in_text)
    )
    why.words = reading.words_of(places[0])
    told = [
        *(["in the headline"] if in_headline else []),
        *(["in the standfirst"] if in_standfirst else []),
        *([f"{_times(in_text)} in the text"] if in_text else []),
    ]
    why.reasons.append(f"“{why.words}” {', '.join(told)}")


def _carried_by_others(story: Story, seeds: list[int], found: defaultdict[int, _Why]) -> None:
    """Find the tags of stories that share two of these, and of those that quote the same people."""
    sharing: Counter[int] = Counter()
    for seed in seeds:
        newest = TaggedPublishedStory.objects.filter(tag=seed).exclude(content_object=story.pk or 0)
        newest = newest.order_by("-published_at", "-content_object_id")
        sharing.update(newest.values_list("content_object", flat=True)[:LIKE_IT])
    alike = {pk for pk, shared in sharing.items() if shared >= 2}
    groups: list[tuple[set[int], Callable[[int, int], str]]] = [
        (alike, lambda with_it, of_all: f"On {with_it} of {of_all} similar stories")
    ]
    quotes = Quote.objects.filter(story=story.pk or 0).order_by()
    speakers = quotes.exclude(speaker=None).values("speaker", "speaker__name").annotate(n=Count("pk"))
    for row in speakers.order_by("-n", "speaker_id")[:SPEAKERS]:
        quoting = PublishedQuote.objects.filter(speaker=row["speaker"]).exclude(story=story.pk or 0)
        stories = set(quoting.order_by("-published_at", "-pk").values_list("story", flat=True)[:LIKE_IT])
        groups.append((stories, _quoting(row["speaker__name"])))
    carried = defaultdict(set)
    everything = set().union(*(stories for stories, _ in groups))
    for tag, other in TaggedPublishedStory.objects.filter(content_object__in=everything).values_list(
        "tag", "content_object"
    ):
        carried[tag].add(other)
    for stories, words in groups:
        for tag, carriers in carried.items():
            with_it = len(carriers & stories)
            if with_it >= AT_LEAST and with_it >= SHARE * len(stories) and tag not in seeds:
                found[tag].weight += FROM_OTHERS
                found[tag].reasons.append(words(with_it, len(stories)))


def _quoting(name: str) -> Callable[[int, int], str]:
    return lambda with_it, of_all: f"On {with_it} of {of_all} stories that quote {name}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


# --- What a person says of a suggestion --------------------------------------------------------------------


def check_suggestions(user: User, story: Story) -> None:
    """Raise `NotAllowed` unless this person may say which tags a story carries."""
    if not permissions.can_tag(user):
        permissions.check_edit(user, story)


def dismiss(story: Story, tag: Tag, *, by: User, now: datetime | None = None) -> DismissedTag:
    """Say that a tag does not belong on a story: it is not suggested for it again."""
    check_suggestions(by, story)
    with transaction.atomic():
        TagSuggestion.objects.filter(story=story, tag=tag).delete()
        return DismissedTag.objects.get_or_create(
            story=story, tag=tag, defaults={"by": by, "at": now or timezone.now()}
        )[0]


def undo_dismissal(story: Story, tag: Tag, *, by: User) -> None:
    """Let a tag be suggested for a story again."""
    check_suggestions(by, story)
    with transaction.atomic():
        DismissedTag.objects.filter(story=story, tag=tag).delete()
        look_at(story)


def look_at(story: Story) -> int:
    """Keep what is suggested for a live story, for the tagging desk to see to; return how much that is."""
    published_at = (
        PublishedStory.objects.filter(working_copy=story.pk).values_list("published_at", flat=True).first()
    )
    if published_at is None:
        TagSuggestion.objects.filter(story=story).delete()
        return 0
    likely = suggestions(story)
    with transaction.atomic():
        TagSuggestion.objects.filter(story=story).exclude(tag__in=[one.tag for one in likely]).delete()
        TagSuggestion.objects.bulk_create(
            (
                TagSuggestion(story=story, tag=one.tag, weight=one.weight, published_at=published_at)
                for one in likely
            ),
            update_conflicts=True,
            unique_fields=["story", "tag"],
            update_fields=["weight", "published_at"],
        )
    return len(likely)
