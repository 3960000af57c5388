"""What the finder returns."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class FoundQuote:
    """One quotation: its span (marks included) in code points, who said it, by which words and on which occasion.

    `speaker` is the mention as the text has it, `speaker_name` the fullest name the text gives that person,
    `speaker_role` what the text says they are; `nested` are the spans of quotations within this one.
    """

    start: int
    end: int
    text: str
    type: str
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_name: str | None = None
    speaker_role: str | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    occasion: str | None = None
    nested: tuple[tuple[int, int], ...] = ()
