"""Somebody saved between the opening and the sending of a form: what both changed is put together.

Changes to different things need nobody: they are put together and both people are told. Where both changed
one thing, nothing is written: the person is shown base, theirs and mine, and chooses. The merge is worked
out anew from what was seen, stored and sent whenever the form comes; nothing is remembered in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, QueryDict

from articles import revisions
from articles.admin.comparison import Content, canonical, keyed, label_of_field, name_of_row, value_in_words
from articles.admin.content_words import in_words, label_of
from articles.admin.moments import moment
from articles.admin.story_moves import sent_number, sent_version
from articles.admin.story_rows import StoryRows
from articles.admin.tag_field import TagNamesWidget
from articles.comparing import Piece, differences
from articles.models import STORY_FIELDS, Revision, Story
from articles.paragraphs import paragraphs_of
from articles.text import name_key, plain_text
from articles.three_way import (
    BOTH,
    MINE,
    THEIRS,
    Clash,
    ParagraphClash,
    merge_paragraphs,
    merge_value,
    settle,
)

# The fields of the page on which somebody chooses.
CHOICE = "_choice-"
CHOSEN_FOR = "_chosen-for"
_OPTIONS = {MINE: "Keep mine", THEIRS: "Take theirs", BOTH: "Keep both, theirs first"}
# What a form of rows holds besides the row itself.
_AROUND = {"id", "story", "DELETE", "key", "author"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that both changed, as plain words; empty where somebody took it off."""

    name: str
    label: str
    base: str
    theirs: list[Piece]
    mine: list[Piece]
    options: list[tuple[str, str]]


@dataclass(slots=True)
class Together:
    """A form that was overtaken, put together with what is stored."""

    who: str
    when: str
    # What is put together with: the newest revision when the form came.
    theirs: Revision | None
    # The form as it is to be saved; only of use without choices to make.
    data: QueryDict
    # What the other changed, in words, and stands now.
    taken: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    # Whether words of this person were chosen not to stand: they are kept as unsaved work.
    gave_way: bool = False

    @property
    def said(self) -> str:
        """What is told to the person whose form it was."""
        what = f": {', '.join(self.taken)}" if self.taken else ""
        return f"{self.who} saved at {self.when} while you were writing{what}."


def put_together(story_admin: Any, request: HttpRequest, story: Story) -> Together | None:
    """Return what the form and the stored story are together; None when nobody came in between.

    None as well for a form with mistakes: it is shown to be mended first, and comes again.
    """
    seen = _seen(request, story)
    if sent_version(request) == story.version or (seen is not None and seen.pk == story.revision_id):
        return None
    # A form writes into its story; this one is only read.
    copy = Story.objects.get(pk=story.pk)
    form = story_admin.get_form(request, copy, change=True)(request.POST, request.FILES, instance=copy)
    formsets, _ = story_admin._create_formsets(request, copy, change=True)
    if not all([form.is_valid(), *(one.is_valid() for one in formsets)]):
        return None
    base = revisions.opened(seen) if seen else None
    merge = _Merge(request.POST, story, base, form.cleaned_data)
    merge.fields()
    merge.tags()
    for one in formsets:
        if isinstance(one, StoryRows):
            merge.rows(one)
    who = _who(story, seen, request)
    merge.data["version"], merge.data["seen"] = str(story.version), str(story.revision_id or "")
    return Together(
        who, moment(story.updated_at), story.revision, merge.data, merge.taken, merge.choices, merge.gave_way
    )


def _seen(request: HttpRequest, story: Story) -> Revision | None:
    """Return the revision that the page was made from."""
    if request.POST.get("version") in {"", "0"} and story.created_by_id == request.user.pk:
        # The form that began this story, sent once more: it knows what it said the first time.
        return story.revisions.filter(number=1).first()
    number = sent_number(request, "seen")
    return story.revisions.filter(pk=number).first() if number else None


def _who(story: Story, seen: Revision | None, request: HttpRequest) -> str:
    """Return the names of those who saved in between."""
    between = story.revisions.filter(number__gt=seen.number if seen else 0).order_by("-number")
    saved = list(between.values_list("by", "by_name")[:20])
    names = list(dict.fromkeys(name for by, name in saved if by != request.user.pk))
    if not names:
        return "You, in another window"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


class _Merge:
    """Works out, thing by thing, what stands, and writes it into a copy of the form's data."""

    def __init__(self, sent: QueryDict, story: Story, base: Content | None, cleaned: dict[str, Any]) -> None:
        self.sent, self.story, self.base, self.cleaned = sent, story, base, cleaned
        self.stored = revisions.content_of(story)
        self.data = sent.copy()
        self.taken: list[str] = []
        self.choices: list[Choice] = []
        self.gave_way = False
        # A choice is about what the person was shown: not if somebody has saved once more since.
        self.may_choose = sent.get(CHOSEN_FOR) == str(story.revision_id)

    def fields(self) -> None:
        """Put together the fields of the story itself."""
        is_begun_again = self.sent.get("version") in {"", "0"} and not self.sent.get("slug")
        for name in STORY_FIELDS:
            if name not in self.cleaned:
                continue
            if name == "slug" and is_begun_again:
                self.data["slug"] = self.story.slug
                continue
            if name == "body":
                self._body()
                continue
            mine, stored = _plain(self.cleaned[name]), self.stored[name]
            was = self.base[name] if self.base else None
            if self._theirs_stand(name, label_of(name), was, stored, mine, in_words, name):
                self.data[name] = _as_sent(self.story, name)

    def _body(self) -> None:
        stored, mine = paragraphs_of(self.stored["body"]), paragraphs_of(self.cleaned["body"])
        if self.base is not None:
            merged = merge_paragraphs(paragraphs_of(self.base["body"] or ""), stored, mine)
        elif stored == mine:
            merged = list(mine)
        else:
            merged = [ParagraphClash((), tuple(stored), tuple(mine), 0)]
        settled = settle(merged, lambda clash: self._chosen(f"body-{clash.place}"))
        for clash in settled:
            if isinstance(clash, ParagraphClash):
                texts = (plain_text("".join(part)) for part in (clash.base, clash.theirs, clash.mine))
                label = f"Body, paragraph {clash.place + 1}" if self.base else "Body"
                self._ask(f"body-{clash.place}", label, *texts, options=(MINE, THEIRS, BOTH))
        if settle(merged, lambda _: MINE) != mine:
            self.taken.append(label_of("body"))
        self.data["body"] = "".join(one for one in settled if isinstance(one, str))

    def tags(self) -> None:
        """Say what became of the tags: the form has put them together (`StoryForm.clean_tags_seen`)."""
        if "tag_names" not in self.cleaned:
            return
        names = self.cleaned["tag_names"]
        sent = TagNamesWidget().value_from_datadict(self.sent, None, "tag_names")
        if {name_key(name) for name in names} != {name_key(name) for name in sent}:
            self.taken.append(label_of("tags"))
        self.data.setlist("tag_names", names)

    def rows(self, formset: StoryRows) -> None:
        """Put together the bylines, or the quotes: row by row, and field by field within a row."""
        noun, prefix = formset.noun, formset.prefix
        stored, was = keyed(noun, self.stored), keyed(noun, self.base or {})
        # Fetched anew: the formset has written into its own.
        fresh = formset.model.objects.filter(story=self.story)
        fresh = fresh.select_related("author") if noun == "bylines" else fresh
        rows = {canonical(*_key_of(noun, row)): row for row in fresh}
        for name in [name for name in self.data if name.startswith(f"{prefix}-")]:
            del self.data[name]
        self.data.update(
            {name: value for name, value in formset.data.items() if name.startswith(f"{prefix}-")}
        )
        sent = set()
        for number, form in enumerate(formset.forms):
            if key := _key_sent(noun, form):
                sent.add(key)
                one = _Row(
                    noun, key, f"{prefix}-{number}-", form, was.get(key), stored.get(key), rows.get(key)
                )
                self._row(one)
        for key, row in stored.items():
            if key not in sent and key not in was:
                self.taken.append(name_of_row(noun, row))

    def _row(self, row: "_Row") -> None:
        if row.stored is None and row.was is None:
            return
        if row.stored is None or (row.is_taken_off and row.was is not None):
            self._row_taken_off(row)
        elif not row.is_taken_off:
            changed = [name for name in row.sent if self._field_of_row(row, name)]
            if changed:
                self.taken.append(name_of_row(row.noun, row.stored))

    def _row_taken_off(self, row: "_Row") -> None:
        """One of the two took the row off; did the other change it?"""
        theirs_off, mine_off = row.stored is None, row.is_taken_off
        if theirs_off and mine_off:
            self._drop(row)
            return
        other = row.sent if theirs_off else row.stored
        if all(canonical(name, other.get(name)) == canonical(name, row.was.get(name)) for name in row.sent):
            if theirs_off:
                self._drop(row)
                self.taken.append(name_of_row(row.noun, row.was))
            return
        name = f"{row.noun}-{row.key}"
        choice = self._chosen(name)
        if choice is None:
            words = [in_words(row.noun, [one]) if one else "" for one in (row.was, row.stored, row.whole)]
            self._ask(name, name_of_row(row.noun, row.was), *words, options=(MINE, THEIRS))
        elif choice == THEIRS and theirs_off:
            self._drop(row)
        elif choice == THEIRS:
            self.data.pop(f"{row.prefix}DELETE", None)
            for one in row.sent:
                self.data[f"{row.prefix}{one}"] = _as_sent(row.instance, one)

    def _drop(self, row: "_Row") -> None:
        for name in [name for name in self.data if name.startswith(row.prefix)]:
            del self.data[name]

    def _field_of_row(self, row: "_Row", name: str) -> bool:
        """Put one field of a row together; return whether theirs was taken over."""
        was = row.was.get(name) if row.was else None
        mine, stored = row.sent[name], row.stored.get(name)
        if name == "order" and canonical(name, mine) != canonical(name, was):
            # Where a name stands is nothing to choose about.
            return False
        label = f"{name_of_row(row.noun, row.stored)}: {label_of_field(row.noun, name)}"
        asked = f"{row.noun}-{row.key}-{name}"
        if self._theirs_stand(
            asked, label, was, stored, mine, lambda _, value: value_in_words(row.noun, name, value), name,
            is_new=row.was is None,
        ):  # fmt: skip
            self.data[f"{row.prefix}{name}"] = _as_sent(row.instance, name)
            return True
        return False

    def _theirs_stand(
        self,
        asked: str,
        label: str,
        was: Any,
        stored: Any,
        mine: Any,
        words: Any,
        name: str,
        *,
        is_new: bool = False,
    ) -> bool:
        """Whether theirs is to be written over what was sent; where both changed it, ask."""
        base, theirs, own = (canonical(name, value) for value in (was, stored, mine))
        if theirs == own:
            return False
        found = merge_value(base, theirs, own)
        if self.base is None or is_new or isinstance(found, Clash):
            choice = self._chosen(asked)
            if choice is None:
                texts = (words(name, value) for value in (was, stored, mine))
                self._ask(asked, label, *texts, options=(MINE, THEIRS))
            return choice == THEIRS
        if found == theirs and asked == name:
            self.taken.append(label)
        return found == theirs

    def _chosen(self, name: str) -> str | None:
        choice = self.sent.get(f"{CHOICE}{name}") if self.may_choose else None
        self.gave_way |= choice == THEIRS
        # Only paragraphs can both stand.
        return choice if choice in (MINE, THEIRS) or (choice == BOTH and name.startswith("body-")) else None

    def _ask(self, name: str, label: str, base: str, theirs: str, mine: str, *, options: tuple) -> None:
        self.choices.append(
            Choice(
                f"{CHOICE}{name}",
                label,
                base,
                differences(base, theirs) if theirs else [],
                differences(base, mine) if mine else [],
                [(value, _OPTIONS[value]) for value in options],
            )
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A byline or a quote, as it was seen, is stored and was sent."""

    noun: str
    key: str
    # What its fields are called in the form: "quotes-0-".
    prefix: str
    form: Any
    was: Content | None
    stored: Content | None
    instance: Model | None

    @property
    def is_taken_off(self) -> bool:
        """Whether it was ticked to be taken off."""
        return bool(self.form.cleaned_data.get("DELETE"))

    @property
    def sent(self) -> Content:
        """What was sent, in the shape of a revision's content; only what the form asks for."""
        sent = {name: _plain(value) for name, value in self.form.cleaned_data.items() if name not in _AROUND}
        if "order" in sent and not sent["order"]:
            # A row that was never moved does not say where it stands.
            sent["order"] = (self.was or {}).get("order") or 0
        return sent

    @property
    def whole(self) -> Content | None:
        """The row as this person wants it; None when they took it off."""
        return None if self.is_taken_off else {**(self.was or {}), **self.sent}


def _plain(value: Any) -> Any:
    return {"uuid": str(value.uuid), "name": str(value)} if isinstance(value, Model) else value


def _key_of(noun: str, row: Any) -> tuple[str, Any]:
    return ("uuid", row.uuid) if noun == "quotes" else ("author", _plain(row.author))


def _key_sent(noun: str, form: Any) -> str:
    cleaned = getattr(form, "cleaned_data", None) or {}
    value = cleaned.get("key") if noun == "quotes" else _plain(cleaned.get("author"))
    return str(canonical("uuid", value)) if value else ""


def _as_sent(row: Model, name: str) -> str:
    """Return a stored value as the form would send it."""
    value = getattr(row, row._meta.get_field(name).attname)
    return "" if value is None else str(value)


def hidden_fields(data: QueryDict) -> Iterator[tuple[str, str]]:
    """Yield what was sent, to be held on a page and sent again, without the choices made so far."""
    for name, values in data.lists():
        if name not in {"csrfmiddlewaretoken", "_save", CHOSEN_FOR} and not name.startswith(CHOICE):
            for value in values:
                yield name, value
