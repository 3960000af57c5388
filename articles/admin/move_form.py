"""What goes with a move: a note, a time, to whom, what sort of change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import User
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles import permissions
from articles.admin.fields import Lines
from articles.models import ChangeKind, Priority, Story, WithdrawnMode
from articles.moves import Move

# A time further ahead than this is a slip of the finger.
FURTHEST_AHEAD = timedelta(days=5 * 366)
# Which fields a move looks at besides the note, and the argument of the verb that each becomes.
FIELDS: dict[str, dict[str, str]] = {
    "submit": {"reviewer": "to", "due_at": "due_at", "priority": "priority"},
    "reprioritise": {"due_at": "due_at", "priority": "priority"},
    "publish": {"kind": "kind", "public_note": "public_note"},
    "publish_in_emergency": {"kind": "kind", "public_note": "public_note"},
    "schedule": {"at": "at", "kind": "kind", "public_note": "public_note"},
    "set_embargo": {"embargo_at": "at"},
    "set_expiry": {"expire_at": "at"},
    "withdraw": {"mode": "mode", "target": "to"},
}


class NewsroomTime(forms.DateTimeField):
    """A time by the newsroom's clock, to the minute. An hour that a clock change leaves out or repeats is refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment that is meant; a time that is none, or two, is explained."""
        try:
            at = super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise forms.ValidationError(_why_not(error.params["datetime"]), code=error.code) from None
        if at is not None and at < timezone.now() - FURTHEST_AHEAD:
            raise forms.ValidationError("That time has passed. Choose a later one.")
        if at is not None and at > timezone.now() + FURTHEST_AHEAD:
            raise forms.ValidationError("Choose a time within the next five years.")
        return at


def _why_not(wanted: datetime) -> str:
    """Return why a time of day is no one moment, and what to write instead."""
    zone = timezone.get_current_timezone()
    early, late = (wanted.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    day = f"{wanted:%-d %B %Y}"
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wanted:
        instead = early.astimezone(UTC).astimezone(zone)
        return f"There is no {wanted:%H:%M} on {day}: the clocks go forward. Choose {instead:%H:%M} or another time."
    first, second = ((at.astimezone(UTC)).strftime("%H:%M") for at in (early, late))
    return (
        f"{wanted:%H:%M} comes twice on {day}, because the clocks go back ({first} and {second} UTC). "
        f"Choose a time before or after that hour."
    )


class MoveForm(forms.Form):
    """Everything a move may ask for; a move looks only at its own fields, see `arguments_for`."""

    note = Lines(label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    at = NewsroomTime(label="Publish at", required=False)
    embargo_at = NewsroomTime(label="Nobody outside sees it before", required=False)
    expire_at = NewsroomTime(label="Take it off at", required=False)
    reviewer = forms.ModelChoiceField(
        label="To", queryset=User.objects.none(), required=False, empty_label="All editors"
    )
    due_at = NewsroomTime(label="Due by", required=False)
    priority = forms.TypedChoiceField(
        label="Priority",
        choices=Priority.choices,
        coerce=int,
        required=False,
        empty_value=Priority.NORMAL.value,
        initial=Priority.NORMAL.value,
    )
    kind = forms.ChoiceField(
        label="What sort of change is this?",
        choices=ChangeKind.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    public_note = Lines(
        label="What readers are told",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mode = forms.TypedChoiceField(
        label="What readers find",
        choices=WithdrawnMode.choices,
        required=False,
        empty_value=WithdrawnMode.WITHDRAWN.value,
        initial=WithdrawnMode.WITHDRAWN.value,
        widget=forms.RadioSelect,
    )
    target = forms.CharField(
        label="Address of the other story",
        required=False,
        max_length=500,
        help_text="As in the browser: /stories/…/",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, prefix="_with", label_suffix="", **kwargs)
        others = permissions.who_can_review().exclude(pk=user.pk)
        reviewer = self.fields["reviewer"]
        reviewer.queryset = others.order_by("first_name", "last_name", "username")
        reviewer.label_from_instance = lambda person: person.get_full_name() or person.get_username()

    def clean_target(self) -> Story | None:
        """Return the live story at this address."""
        address = self.cleaned_data["target"].strip()
        if not address:
            return None
        path = urlsplit(address).path or address
        try:
            page = resolve(path if path.startswith("/") else f"/stories/{path.strip('/')}/")
            found = Story.objects.live().filter(published__slug=page.kwargs.get("slug", "")).first()
        except Resolver404:
            found = None
        if found is None or page.url_name != "story-detail":
            raise forms.ValidationError("Readers find no story at that address.")
        return found

    def arguments_for(self, move: Move) -> dict[str, Any]:
        """Return what the verb of a move is given.

        Raises:
            ValidationError: when something in one of its own fields cannot be read.
        """
        self.full_clean()
        names = {"note": "note", **FIELDS.get(move.verb, {})}
        wrong = [error for name in names for error in self.errors.get(name, ())]
        if wrong:
            raise forms.ValidationError(wrong)
        return {argument: self.cleaned_data[name] for name, argument in names.items()}
