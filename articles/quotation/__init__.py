"""Finding quotations in text: pure thinking, no Django. `find_quotes(text, language)` is the front."""

from articles.quotation.finder import find_quotes
from articles.quotation.found import FoundQuote

__all__ = ["FoundQuote", "find_quotes"]
