"""What became of a file that was added, said for programs and for people."""

from typing import Any

from groundtruce import pipeline


def describe_added(added: pipeline.Added) -> dict[str, Any]:
    """What became of a file, for programs."""
    document = added.document
    return {
        "file": str(added.file),
        "document": document.sha256,
        "known": added.known,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "published_from": document.published_from,
        "media_type": document.media_type,
        "zone_versions": [
            {
                "id": version.id,
                "zone": version.zone,
                "valid_from": version.valid_from,
                "drawing_error_m": version.drawing_error_m,
                "drawing_error_from": version.drawing_error_from,
                "repairs": version.repairs,
            }
            for version in added.zone_versions
        ],
        "head": added.head,
    }


def say_added(added: pipeline.Added) -> str:
    """What became of a file, for people: one line, and one more for each zone version."""
    document = added.document
    if added.known:
        return f"known   {added.file}: the same bytes are recorded already (document {document.sha256[:12]})"
    published = f"{document.published} ({document.published_from})" if document.published else "date unknown"
    lines = [f"added   {added.file}: document {document.sha256[:12]}, published {published}"]
    if added.reading:
        counts = {
            "attributions": added.reading.attributions,
            "event mentions": added.reading.event_mentions,
            "silences": added.reading.silences,
        }
        lines[0] += "; " + ", ".join(f"{len(found)} {name}" for name, found in counts.items())
    if document.text and document.language not in {None, "en"} and not added.reading_has_statements:
        lines.append(f"        not read: its language is {document.language}, and only English is read yet")
    for version in added.zone_versions:
        assumed = ", assumed" if version.drawing_error_from == "assumed" else ""
        lines.append(
            f"        zone {version.zone} valid from {version.valid_from}, drawing error {version.drawing_error_m:g} m{assumed}"
        )
        lines += [f"        repaired: {repair}" for repair in version.repairs]
    return "\n".join(lines)
