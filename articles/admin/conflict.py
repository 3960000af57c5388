"""Two people wrote in one story: what the second is shown, so that neither loses a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format

from articles import revisions
from articles.admin.content_words import in_words, label_of
from articles.comparing import Piece, differences
from articles.models import STORY_FIELDS, Revision, Story
from articles.text import name_key

if TYPE_CHECKING:
    from articles.admin.story_form import StoryForm
    from articles.admin.story_rows import StoryRows


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the other person changed."""

    label: str
    pieces: list[Piece]
    # Whether this person had changed it too: then theirs stays in the form, else the other's is taken over.
    both: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was saved by somebody else between the opening and the sending of a form."""

    who: str
    when: str
    differences: list[Difference]

    @property
    def message(self) -> str:
        """What happened, what was kept, and what to do next."""
        return (
            f"{self.who} changed this story at {self.when}, after you had opened it. Nothing of yours is lost: "
            "it is still here, but not saved yet. Look at what changed, then save again."
        )


def resolve(form: "StoryForm", rows: Sequence["StoryRows"]) -> Conflict:
    """Describe a conflict, take over what only the other changed, and let the next save go through."""
    story: Story = form.instance
    stored = revisions.content_of(story)
    sent = _sent(form, rows)
    seen = Revision.objects.filter(story=story, pk=form.cleaned_data.get("seen")).first()
    # Without knowing what the person saw, everything that differs is shown.
    before = seen.content if seen else sent
    if "quotes" in sent:
        sent["quotes"] = _with_what_is_not_asked(sent["quotes"], before["quotes"])
    form.data = form.data.copy()
    found = []
    for name in [*STORY_FIELDS, "bylines", "quotes", "tags"]:
        if _canonical(name, before.get(name)) == _canonical(name, stored.get(name)):
            continue
        mine = _canonical(name, sent.get(name))
        both = (seen is None or mine != _canonical(name, before.get(name))) and mine != _canonical(
            name, stored.get(name)
        )
        if not both:
            _take_over(name, form, rows)
        pieces = differences(in_words(name, before.get(name)), in_words(name, stored.get(name)))
        found.append(Difference(label_of(name), pieces, both))
    form.data["version"], form.data["seen"] = str(story.version), str(story.revision_id or "")
    if "tag_names" in form.cleaned_data:
        # What both have done to the tags is one list by now.
        form.data.setlist("tag_names", form.cleaned_data["tag_names"])
    form.data["tags_seen"] = form.initial.get("tags_seen", "")
    who = (
        story.updated_by.get_full_name() or story.updated_by.get_username()
        if story.updated_by
        else "Somebody"
    )
    when = date_format(timezone.localtime(story.updated_at), "H:i, j F")
    return Conflict(who, when, found)


def _sent(form: "StoryForm", rows: Sequence["StoryRows"]) -> dict[str, Any]:
    """Return what was sent in the shape of a revision's content."""
    content = {name: _reference(form.cleaned_data.get(name)) for name in STORY_FIELDS}
    content["tags"] = [{"uuid": "", "name": name} for name in form.cleaned_data.get("tag_names", [])]
    for one in rows:
        content[one.noun] = [{name: _reference(value) for name, value in row.items()} for row in one.sent()]
    return content


def _with_what_is_not_asked(sent: list[dict[str, Any]], seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fill in what the form does not ask for, such as how the words were checked: nobody changed it there."""
    known = {row["uuid"]: row for row in seen}
    return [known.get(str(row["uuid"]), {}) | row for row in sent]


def _reference(value: Any) -> Any:
    return {"uuid": str(value.uuid), "name": str(value)} if isinstance(value, Model) else value


def _canonical(name: str, value: Any) -> Any:
    """Return a value in the form in which what was sent, seen and stored can be compared."""
    if name == "tags":
        return sorted(name_key(tag["name"]) for tag in value or [])
    if isinstance(value, list):
        rows = [
            {key: _canonical(key, inner) for key, inner in row.items() if key != "position"} for row in value
        ]
        return sorted(rows, key=lambda row: str(row.get("uuid") or row.get("author")))
    if isinstance(value, dict):
        return value["uuid"]
    return "" if value is None else str(value)


def _take_over(name: str, form: "StoryForm", rows: Sequence["StoryRows"]) -> None:
    """Put what is stored into the form."""
    if name == "tags":
        form.data.setlist("tag_names", form.initial.get("tag_names", []))
    elif name in {"bylines", "quotes"}:
        for one in rows:
            if one.noun == name:
                one.show_stored()
    elif field := form.fields.get(name):
        value = field.prepare_value(form.get_initial_for_field(field, name))
        form.data[name] = "" if value is None else str(value)
