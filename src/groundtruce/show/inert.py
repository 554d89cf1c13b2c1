"""Text from documents, made harmless to show: it may hold anything, and must stay nothing but words."""

import re

# Control characters (an escape would steer a terminal), what steers the direction of the text after it (a quote could reorder
# the words that cite it), what no file may hold (half a surrogate pair, non-characters).
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def make_inert(text: str) -> str:
    """The text with every character that steers rather than shows replaced by `�`."""
    return _HARMFUL.sub("�", text)


def make_line(text: str) -> str:
    """The text on one line, harmless."""
    return " ".join(make_inert(text).split())
