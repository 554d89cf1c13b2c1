"""What changes incidents, a further document or a judgement, and which: from the surroundings in the record alone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from groundtruce.compare.incidents.blocks import REPORTING_DAYS, list_windows
from groundtruce.compare.incidents.copies import choose_probes, find_copied
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.incident_matching import match_further
from groundtruce.compare.incidents.links import link_mentions
from groundtruce.compare.incidents.voices import mention_key
from groundtruce.compare.judgements.judged_readings import judge_readings
from groundtruce.compare.judgements.standing import list_standing
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import JudgedIncident, Judgement, RecordedJudgement
from groundtruce.model.readings import Reading
from groundtruce.record.records import Record

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
    standing = list_standing(record.judgements())
    around = _incidents_around(record, own)
    chosen = _documents_around(record, own, around) | ({document.copy_of} if document.copy_of else set())
    readings = judge_readings(record.chosen_readings(chosen), standing)
    claims = gather_claims(
        [*record.chosen_documents(chosen), document], {**readings, document.sha256: reading}, case=case
    )
    further = {mention_key(claim) for claim in own}
    return _match(claims, further=further, around=around, standing=standing, case=case)


def match_judged(
    record: Record,
    judgement: Judgement,
    *,
    before: Sequence[RecordedJudgement],
    after: Sequence[RecordedJudgement],
    case: Case,
) -> tuple[Incident, ...]:
    """The incidents that a judgement which is about to be recorded changes.

    `before` are the judgements that stand without it, `after` those that stand with it.
    """
    about = judgement.about
    if isinstance(about, JudgedIncident):
        moved = (
            {placed.mention for placed in (*about.mentions, *about.apart)} if judgement.decision != "note" else set()
        )
        own = {mention.partition("#")[0] for mention in moved}
    else:
        moved, own = set(), {judgement.statement.partition("#")[0]}
    documents, read = record.chosen_documents(own), record.chosen_readings(own)
    then, now = (
        {mention_key(claim): claim for claim in gather_claims(documents, judge_readings(read, standing), case=case)}
        for standing in (before, after)
    )
    moved |= {mention for mention in then.keys() | now.keys() if then.get(mention) != now.get(mention)}
    if not moved:
        return ()
    claims = [claims[mention] for claims in (then, now) for mention in sorted(moved) if mention in claims]
    near = {incident.id: incident for incident in record.incidents_of(moved)}
    around = tuple({**near, **{each.id: each for each in _incidents_around(record, claims)}}.values())
    chosen = own | _documents_around(record, claims, around) | {each.copy_of for each in documents if each.copy_of}
    known = gather_claims(
        record.chosen_documents(chosen), judge_readings(record.chosen_readings(chosen), after), case=case
    )
    return _match(known, further=moved, around=around, standing=after, case=case)


# ---------------------------------------------------------------------------------------------------------------


def _incidents_around(record: Record, claims: Iterable[Claim]) -> tuple[Incident, ...]:
    windows = list_windows(claims)
    return record.incidents_within(windows) if windows else ()


def _documents_around(record: Record, claims: Iterable[Claim], around: Iterable[Incident]) -> set[str]:
    """The documents that tell of the incidents around claims, and those in which a denial may stand that none holds."""
    chosen = {mention.partition("#")[0] for incident in around for mention in incident.mentions}
    for window in list_windows(claims):
        # It stands in a report on these days or soon after.
        chosen.update(record.published_between(window.first, window.last + timedelta(days=REPORTING_DAYS)))
    return chosen


def _match(
    claims: Sequence[Claim],
    *,
    further: Collection[str],
    around: Sequence[Incident],
    standing: Sequence[RecordedJudgement],
    case: Case,
) -> tuple[Incident, ...]:
    """The incidents around that the further mentions among the claims change."""
    return match_further(
        [claim for claim in claims if mention_key(claim) in further],
        known=[claim for claim in claims if mention_key(claim) not in further],
        previous=around,
        gone=further,
        links=link_mentions(standing, claims),
        case=case,
    )
