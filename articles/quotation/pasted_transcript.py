"""Reads a pasted transcript: which of its characters are speech, who speaks from where on, and at what time.

Understood are SubRip and WebVTT, "[00:12:34]" and "(12:34)" and times at the beginning of a line, "MARK RUTTE: …", "Speaker 1: …",
"Q: …", ">> RUTTE: …", "<v Mark Rutte>…", and a line with a name and a time above the speech.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

_TIME = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
# Capitals, or a particle between them: "let me say this:" is speech.
_NAME = (
    r"(?:(?:[^\W\d_a-zß-öø-ÿčćžšđа-џ][\w.’'-]*|[&/,]|[A-Z]\.|Q|A)(?:[ \t]+(?:[^\W\d_a-zß-öø-ÿčćžšđа-џ][\w.’'-]*|de|van|von|der|al|el|bin|of|the|for|\d{1,2}))*)"
    r"(?:[ \t]*[(\[][^)\]\n]{1,60}[)\]])?"
)
_MARKUP = re.compile(
    rf"^[ \t]*(?:\d+[ \t]*\r?\n)?[ \t]*(?P<from>{_TIME})[ \t]*-->[ \t]*(?P<until>{_TIME})[^\n]*$"
    r"|^(?:\ufeff)?WEBVTT[^\n]*$|^(?:NOTE|STYLE)\b[^\n]*$"
    rf"|^[ \t]*(?P<above>{_NAME})[ \t]{{1,8}}[\[(]?(?P<above_time>{_TIME})[\])]?[ \t]*$"
    rf"|^[ \t]*(?:[\[(]?(?P<line>{_TIME})[\])]?[ \t]*[-–—]?[ \t]*)?(?:>>[ \t]*)?(?P<label>{_NAME})[ \t]*:(?=\s)"
    rf"|[\[(<](?P<inline>{_TIME})[\])>]|^[ \t]*(?P<bare>{_TIME})(?=\s)"
    r"|<v[ .][^>\n]*?(?P<voice>[^>\s][^>\n]*)>|</?[a-z][^>\n]{0,60}>|^[ \t]*>>"
    r"|\([^()\n]{1,60}\)",
    re.MULTILINE,
)


class Turn(NamedTuple):
    """From `start` on (code points) this is who speaks, "" if nobody is named, and `seconds` is the last time given, None if none was."""

    start: int
    speaker: str
    seconds: float | None


class Transcript:
    """A transcript with everything blanked out that nobody said: `speech` is as long as `text`, so that places are the same in both.

    `unsaid` are the spans of what nobody said: times, names, markup.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.unsaid: list[tuple[int, int]] = []
        self.turns = [Turn(0, "", None)]
        speech, at = [], 0
        for match in _MARKUP.finditer(text):
            speech += [text[at : match.start()], re.sub(r"[^\n]", " ", match.group())]
            at = match.end()
            self.unsaid.append(match.span())
            self._note(match)
        self.speech = "".join([*speech, text[at:]])
        self._starts = [turn.start for turn in self.turns]

    def turn_at(self, place: int) -> Turn:
        """Return whose turn it is at a place of the text, and the last time given before it."""
        return self.turns[bisect_right(self._starts, place) - 1]

    def _note(self, match: re.Match[str]) -> None:
        groups = match.groupdict()
        last = self.turns[-1]
        speaker = groups["label"] or groups["above"] or groups["voice"]
        time = groups["from"] or groups["above_time"] or groups["line"] or groups["inline"] or groups["bare"]
        if speaker or time:
            seconds = in_seconds(time) if time else last.seconds
            self.turns.append(
                Turn(match.end(), " ".join(speaker.split()) if speaker else last.speaker, seconds)
            )


def in_seconds(time: str) -> float:
    """Return the seconds of "1:02:03,5" or "62:03.5"."""
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
