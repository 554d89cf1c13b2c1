"""The places of a case in a text: the longest of their names, in any spelling."""

import re
from collections.abc import Iterable, Mapping

from groundtruce.model.places import GazetteerEntry, fold_letters
from groundtruce.read.toponyms.area_words import AREA_BEHIND, AREA_WORDS, blur_settlement
from groundtruce.read.toponyms.mentions import PlaceMention


def find_known_places(text: str, places: Iterable[GazetteerEntry]) -> list[PlaceMention]:
    """Every mention of one of `places`, in order. A name in small letters is none: the south ridge of a hill."""
    by_name: dict[str, dict[str, GazetteerEntry]] = {}
    areas: dict[str, dict[str, GazetteerEntry]] = {}
    for entry in places:
        for name in map(_loose, (name.text for name in entry.names)):
            by_name.setdefault(name, {})[entry.id] = entry
            if entry.kind != "settlement":
                areas.setdefault(AREA_BEHIND.sub("", name), {})[entry.id] = entry
    if not by_name:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(by_name, key=len, reverse=True)))})(?![\w-])")
    return [
        _mention(text, match, by_name[match.group()], areas.get(match.group(), {}))
        for match in pattern.finditer(_loose(text))
        if _is_written_as_name(text[match.start() : match.end()])
    ]


# ---------------------------------------------------------------------------------------------------------------


def _loose(text: str) -> str:
    """Without accents and capitals, hyphens as spaces; every offset stays."""
    return re.sub(r"[-\s]", " ", fold_letters(text))


def _is_written_as_name(words: str) -> bool:
    return words[0].isupper() and (words.rsplit(maxsplit=1)[-1][0].isupper() or " " in words or "-" in words)


def _mention(
    text: str, match: re.Match[str], entries: Mapping[str, GazetteerEntry], areas: Mapping[str, GazetteerEntry]
) -> PlaceMention:
    """The name with the word behind it that makes it an area's: then the area of that name comes first."""
    is_country = any(entry.kind == "country" for entry in entries.values())
    behind = None if is_country else AREA_BEHIND.match(text, match.end())
    end = behind.end() if behind else match.end()
    area = behind is not None or match.group().split()[-1] in AREA_WORDS
    candidates = {**areas, **entries}.values() if behind else entries.values()
    ranked = sorted(candidates, key=lambda entry: (entry.kind == "settlement") == area)
    chosen = tuple(map(blur_settlement, ranked) if area else ranked)
    return PlaceMention(match.start(), end, match.group(), chosen, is_known=True)
