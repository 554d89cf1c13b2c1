"""What differs between two texts of one source, line by line."""

import difflib

LONGEST_DIFFERENCE = 200
"""In lines: more than anybody reads in a message."""


def find_difference(before: str, after: str) -> tuple[str, ...]:
    """The lines taken out, behind `- `, and put in, behind `+ `, in their order; cut off after `LONGEST_DIFFERENCE`.

    By Ratcliff and Obershelp's matching of `difflib`; texts too long for that are compared as sets of lines.
    """
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > _MOST_LINES:
        kept_old, kept_new = set(old), set(new)
        lines = [f"- {line}" for line in old if line not in kept_new] + [
            f"+ {line}" for line in new if line not in kept_old
        ]
    else:
        lines = _compare(old, new)
    if len(lines) <= LONGEST_DIFFERENCE:
        return tuple(lines)
    return (*lines[:LONGEST_DIFFERENCE], f"… and {len(lines) - LONGEST_DIFFERENCE} lines more")


# ---------------------------------------------------------------------------------------------------------------

_MOST_LINES = 5_000


def _compare(old: list[str], new: list[str]) -> list[str]:
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [f"- {line}" for line in old[i:j]] + [f"+ {line}" for line in new[k:m]]
    return found
