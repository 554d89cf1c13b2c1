"""A further document in a record: what it copies, and which incidents it changes, from the surroundings in the record alone."""

from datetime import timedelta

from groundtruce.compare.incidents.blocks import REPORTING_DAYS, list_windows
from groundtruce.compare.incidents.copies import choose_probes, find_copied
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.incident_matching import match_further
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.readings import Reading
from groundtruce.record.geopackage import Record

# Of documents that share a phrase so many are looked at: more share it only where it is a formula.
_CANDIDATES = 10


def find_copied_in(record: Record, document: Document) -> str | None:
    """The SHA-256 of the first recorded document that this one is a copy of, or that copies it; none for none."""
    found = {
        match.document
        for phrase in choose_probes(document.text)
        for match in record.search(f'"{phrase}"', limit=_CANDIDATES)
    }
    return find_copied(document, record.chosen_documents(found)) if found else None


def match_document(record: Record, document: Document, reading: Reading, *, case: Case) -> tuple[Incident, ...]:
    """The incidents that a document which is about to be recorded changes: new, changed and given up ones."""
    own = gather_claims([document], {document.sha256: reading}, case=case)
    windows = list_windows(own)
    around = record.incidents_within(windows) if windows else ()
    chosen = {mention.partition("#")[0] for incident in around for mention in incident.mentions}
    for window in windows:
        # A denial that no incident holds stands in a report on these days or soon after.
        chosen.update(record.published_between(window.first, window.last + timedelta(days=REPORTING_DAYS)))
    if document.copy_of:
        chosen.add(document.copy_of)
    claims = gather_claims(
        [*record.chosen_documents(chosen), document],
        {**record.chosen_readings(chosen), document.sha256: reading},
        case=case,
    )
    return match_further(
        [claim for claim in claims if claim.document == document.sha256],
        known=[claim for claim in claims if claim.document != document.sha256],
        previous=around,
        case=case,
    )
