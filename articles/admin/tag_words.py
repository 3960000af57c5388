"""What the tagging desk decided, in plain words."""

from articles.models import TagDecision

_WORDS = {
    "tag": "Tagged “{tag}”",
    "untag": "Taken off: the tag “{tag}”",
    "merge": "The tag “{tag}” merged into “{other}”",
    "split": "Split off from the tag “{tag}”: “{other}”",
    "rename": "The tag “{tag}” renamed “{other}”",
    "approve": "The tag “{tag}” approved",
    "deprecate": "The tag “{tag}” deprecated",
    "propose": "The tag “{tag}” proposed again",
    "keep_apart": "The tags “{tag}” and “{other}” kept apart",
}


def in_plain_words(decision: TagDecision) -> str:
    """Say what was decided: “The tag “Pristina” merged into “Prishtina””."""
    if decision.undoes is not None:
        return f"Undone: {in_plain_words(decision.undoes)}"
    words = _WORDS.get(decision.verb, f"{decision.verb.replace('_', ' ').capitalize()}: “{{tag}}”")
    return words.format(tag=decision.tag_name, other=decision.other_name)
