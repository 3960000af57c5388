"""Keys of rows, as addresses and forms name them."""

from django.urls.converters import IntConverter

LONGEST_KEY = 18


def sent_key(text: str) -> int:
    """Return the key of a row that was sent; 0, which no row has, for anything that cannot be one.

    >>> sent_key("12"), sent_key("-1"), sent_key("١٢"), sent_key("9" * 19)
    (12, 0, 0, 0)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else 0


class KeyConverter(IntConverter):
    """A whole number in an address; for one that no database can hold nothing is found."""

    def to_python(self, value: str) -> int:
        """Return the key."""
        return sent_key(value)
