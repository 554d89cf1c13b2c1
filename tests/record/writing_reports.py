"""Adds reports to a record from a process of its own: `python -m tests.record.writing_reports ADDRESS NAME NUMBER`."""

import sys
from datetime import UTC, datetime

from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.record.addresses import parse_address
from groundtruce.record.records import Addition, Record


def make_report(text: str) -> Addition:
    sha256 = digest(text.encode())
    document = Document(
        sha256=sha256, media_type="text/plain", size=len(text), origin="-", retrieved="2031-03-13", text=text
    )
    read = ReadDocument(sha256=sha256, title="", published=None, published_from="unknown", language=None, text=text)
    return Addition(document=document, content=text.encode(), reading=Reading(document=read))


def main(address: str, name: str, number: str) -> None:
    """Say the hash of each report once it is recorded; end where the server is gone."""
    try:
        with Record.open(parse_address(address), writable=True) as record:
            for serial in range(int(number)):
                addition = make_report(f"Report {serial} of {name}. " * 20)
                assert addition.document
                record.append(addition, now=datetime.now(UTC))
                print(addition.document.sha256, flush=True)  # noqa: T201 - its output
    except UnusableInput as error:
        print(error, file=sys.stderr)  # noqa: T201 - the same


if __name__ == "__main__":
    main(*sys.argv[1:])
