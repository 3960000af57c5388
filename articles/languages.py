"""Languages by their names: what people call them, and the codes that are kept."""

import re

from django.conf.locale import LANG_INFO

from articles.models.content import LANGUAGES

# Ours first, as we call them; then all that Django knows by name.
_NAMES = dict(LANGUAGES) | {
    code: info["name"]
    for code, info in LANG_INFO.items()
    if "name" in info and code not in {known.lower() for known, _ in LANGUAGES}
}
_CODES = {name.casefold(): code for code, name in reversed(_NAMES.items())}
_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def language_name(code: str) -> str:
    """Return what a language is called; empty when we do not know its code."""
    return _NAMES.get(code) or _NAMES.get(code.lower(), "")


def language_code(said: str) -> str:
    """Return the code of a language that somebody named, or gave by its code; empty when it is neither."""
    said = " ".join(said.split())
    return _CODES.get(said.casefold()) or (said if _CODE.fullmatch(said) else "")


def language_names() -> list[str]:
    """Return the languages to choose from: those of this newsroom, then all others by their names."""
    ours = [name for _, name in LANGUAGES]
    return [*ours, *sorted(set(_NAMES.values()) - {*ours})]
