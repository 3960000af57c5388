"""What a story's history leaves behind: revisions, transitions, and where the working copy stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.models import Status
from articles.revisions import FORMAT, Content, fingerprint
from articles.workflow import TRANSITIONS
from bench.made_up.cast import Known
from bench.made_up.insert import Row

# Each story has so many numbers of its own for its revisions, quotes and so on: no row waits for the
# database to number it, and every run writes the same rows.
ROOM = 16
STEP = timedelta(minutes=40)
NOTES = {"request_changes": "Who else was in the room? Ask for the other side."}
VOIDED = "Changed after approval."


@dataclass(slots=True)
class DeskWork:
    """A story's way over the desk; `workflow` is what it imitates."""

    number: int
    reporter: Known
    editor: Known
    revisions: list[Row] = field(default_factory=list)
    transitions: list[Row] = field(default_factory=list)
    state: Row = field(default_factory=dict)

    def go(self, verbs: Sequence[str], contents: Sequence[Content], first_published_at: datetime) -> None:
        """Make every move; each `write` takes the next of the contents."""
        began = first_published_at - STEP * verbs.index("publish")
        self.state = {
            "status": Status.DRAFT.value,
            "approved_fingerprint": "",
            "revision_id": None,
            "live_revision_id": None,
            "created_at": began,
            "created_by_id": self.reporter.pk,
            "first_published_at": first_published_at,
            "version": len(verbs),
        }
        waiting = iter(contents)
        for place, verb in enumerate(verbs):
            at = began + STEP * place
            if verb == "write":
                self._write(next(waiting), at)
            else:
                self._move(verb, at)

    def _write(self, content: Content, at: datetime) -> None:
        state = self.state
        revision = {
            "id": self.number * ROOM + len(self.revisions),
            "story_id": self.number,
            "number": len(self.revisions) + 1,
            "created_at": at,
            "by_id": self.reporter.pk,
            "by_name": self.reporter.name,
            "format": FORMAT,
            "content": json.dumps(content),
            "fingerprint": fingerprint(content),
        }
        self.revisions.append(revision)
        state.update(revision_id=revision["id"], updated_at=at, updated_by_id=self.reporter.pk)
        if state["status"] == Status.APPROVED:
            state.update(status=Status.DRAFT.value, approved_fingerprint="")
            self._record("record_edit", Status.APPROVED.value, self.reporter, VOIDED, at)

    def _move(self, verb: str, at: datetime) -> None:
        state, was = self.state, self.state["status"]
        end = TRANSITIONS[verb].ends
        state["status"] = end.value if end else was
        if verb == "submit":
            state["assigned_to_id"] = None
        elif verb == "request_changes":
            state["assigned_to_id"] = self.reporter.pk
        elif verb == "approve":
            state.update(
                approved_fingerprint=self.revisions[-1]["fingerprint"], assigned_to_id=self.editor.pk
            )
        elif verb == "publish":
            state.update(live_revision_id=state["revision_id"], published_again_at=at)
        self._record(verb, was, self.reporter if verb == "submit" else self.editor, NOTES.get(verb, ""), at)

    def _record(self, verb: str, was: str, by: Known, note: str, at: datetime) -> None:
        self.transitions.append(
            {
                "id": self.number * ROOM + len(self.transitions),
                "story_id": self.number,
                "verb": verb,
                "from_status": was,
                "to_status": self.state["status"],
                "at": at,
                "by_id": by.pk,
                "by_name": by.name,
                "note": note,
                "revision_id": self.state["revision_id"],
            }
        )
