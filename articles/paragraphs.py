"""A sanitised body as a row of paragraphs, each with its markup. No Django here: markup in, values out."""

import re

# What stands side by side in a body. A list, a quoted passage and a picture are one paragraph each.
_BLOCKS = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote", "figure", "aside"})
# In what the sanitiser returns no attribute holds a "<" or a ">".
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")


def paragraphs_of(body: str) -> list[str]:
    """Return the paragraphs of a body that `sanitising.clean_body` has returned; white space between them is dropped.

    >>> paragraphs_of("<p>One</p> loose <ul><li>Two</li></ul>")
    ['<p>One</p>', ' loose ', '<ul><li>Two</li></ul>']
    """
    pieces = []
    begin = depth = 0
    for tag in _TAG.finditer(body):
        if tag[2] not in _BLOCKS:
            continue
        if tag[1]:
            depth = max(0, depth - 1)
            cut = tag.end()
        else:
            depth += 1
            cut = tag.start()
        if depth == (0 if tag[1] else 1):
            pieces.append(body[begin:cut])
            begin = cut
    pieces.append(body[begin:])
    return [piece for piece in pieces if piece.strip()]
