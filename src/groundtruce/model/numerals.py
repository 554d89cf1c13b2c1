"""Numbers as English texts write them."""

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: value for value, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_NONE = ["no", "none", "nobody"]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"]

NUMBER_WORDS = frozenset([*_NONE, *_WORDS, *_SCALES, "dozen", *_ORDINALS])
"""The words that say how many, or which one of several: two texts that differ in one tell different things."""

_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})[- ])?(?:{'|'.join([*_UNITS, *_TENS])})"
NUMBER_PATTERN = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?:a\s+|{_BELOW_HUNDRED}\s+)(?:hundred|thousand)|{_BELOW_HUNDRED}"
    r"|a dozen|a couple(?: of)?)"
)
"""A regular expression, without groups, for the numbers that `parse_number` knows; match it without regard to case."""


def parse_number(text: str) -> int | None:
    """The whole number that `text` writes in digits or words ("1,200", "twenty-three", "two hundred"), or none."""
    text = text.strip().lower()
    if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", text):
        return int(text.replace(",", ""))
    total, current = 0, 0
    words = [word for word in re.split(r"[-\s]+", text) if word not in ("and", "of")]
    if words and words[0] == "a":
        words[0] = "one" if len(words) > 1 and words[1] in _SCALES else ""
    for word in filter(None, words):
        if word in _WORDS:
            current += _WORDS[word]
        elif word in ("dozen", "couple"):
            current = max(current, 1) * (12 if word == "dozen" else 2)
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        elif word.isdigit():
            current += int(word)
        else:
            return None
    return total + current if words and any(words) else None
