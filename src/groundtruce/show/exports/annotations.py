"""Writes what was read in documents as Web Annotations (W3C Recommendation of 2017), in JSON-LD.

Each target is a passage of one document, named by the SHA-256 of its bytes, and chosen by the words with those around
them (TextQuoteSelector) and by their offsets (TextPositionSelector, in Unicode code points). The offsets are into the text
that was taken from the bytes; its state names that text by its own SHA-256. A passage of several pieces is several targets.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from groundtruce.model.claims import Attribution, EventMention, Silence
from groundtruce.model.documents import Document, Piece, Span
from groundtruce.model.ids import digest
from groundtruce.model.judged import JudgementReference
from groundtruce.model.readings import Reading
from groundtruce.show.exports.addresses import name_bytes, name_thing
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.remainders import tell_remainder

CONTEXT_CHARACTERS = 32
"""So much of the text before and behind a quote stands beside it, so that it is found where offsets are not known."""


def write_annotations(
    readings: Mapping[str, Reading],
    *,
    documents: Mapping[str, Document],
    recorded: str,
    judged: Mapping[str, JudgementReference] | None = None,
) -> Exported:
    """One page of all annotations: attributions, event mentions and silences, by document as given, then in their order.

    `readings` and `documents` are by the document's SHA-256; `recorded` (ISO 8601) is when the record stood so. What a person
    accepted or corrected, as `judged` names it by `DOCUMENT#IDENTIFIER`, has that person as its creator.
    """
    items: list[dict[str, Any]] = []
    losses: list[Loss] = []
    for sha256, reading in readings.items():
        if sha256 not in documents:
            continue
        items += _annotate(reading, documents[sha256], recorded, judged or {})
        losses += tell_remainder(reading, row=None, event=sha256, held=_READING, reason="only statements are annotated")
        losses += tell_remainder(
            documents[sha256], row=None, event=sha256, held=_DOCUMENT, reason="a source is named by its bytes"
        )
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": name_thing("annotations", recorded, *readings),
        "type": "AnnotationPage",
        "items": items,
    }
    return Exported((json.dumps(page, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(), tuple(losses))


# ---------------------------------------------------------------------------------------------------------------


_READING = frozenset({"document", "attributions", "event_mentions", "silences"})
# Of the text, the passages with what stands around them, and the hash.
_DOCUMENT = frozenset({"sha256", "media_type", "language", "retrieved"})


def _annotate(
    reading: Reading, document: Document, recorded: str, judged: Mapping[str, JudgementReference]
) -> Iterator[dict[str, Any]]:
    source = _Source(document, recorded, judged)
    for attribution in reading.attributions:
        yield source.annotation("attribution", attribution, attribution.content)
    for mention in reading.event_mentions:
        yield source.annotation("event mention", mention, mention.span)
    for silence in reading.silences:
        yield source.annotation("silence", silence, silence.span)


class _Source:
    """A document that annotations are of: what all of them share is made once."""

    def __init__(self, document: Document, recorded: str, judged: Mapping[str, JudgementReference]) -> None:
        self._document = document
        self._judged = judged
        self._recorded = recorded
        self._state = {
            "type": "TimeState",
            "sourceDate": document.retrieved,
            "cached": name_bytes(digest(document.text.encode())),
        }

    def annotation(self, tag: str, statement: Attribution | EventMention | Silence, span: Span) -> dict[str, Any]:
        targets = [self._target(piece) for piece in span]
        described = msgspec.json.encode(statement, order="sorted").decode()
        return {
            "id": name_thing("annotation", self._document.sha256, statement.id),
            "type": "Annotation",
            "motivation": "identifying" if tag == "attribution" else "classifying",
            "created": self._recorded,
            **self._say_judged(statement.id),
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "value": _tag(tag, statement)},
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "format": "application/json",
                    "value": described,
                },
            ],
            "target": targets[0] if len(targets) == 1 else targets,
        }

    def _say_judged(self, identifier: str) -> dict[str, Any]:
        judged = self._judged.get(f"{self._document.sha256}#{identifier}")
        if judged is None:
            return {}
        return {"creator": {"type": "Person", "name": judged.by}, "modified": judged.recorded}

    def _target(self, piece: Piece) -> dict[str, Any]:
        text, (start, end) = self._document.text, piece
        return {
            "type": "SpecificResource",
            "source": {
                "id": name_bytes(self._document.sha256),
                "type": "Text",
                "format": self._document.media_type,
                **({"language": self._document.language} if self._document.language else {}),
            },
            "state": self._state,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - CONTEXT_CHARACTERS) : start],
                    "suffix": text[end : end + CONTEXT_CHARACTERS],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        }


def _tag(tag: str, statement: Attribution | EventMention | Silence) -> str:
    return f"{tag}: {statement.type}" if isinstance(statement, EventMention) else tag
