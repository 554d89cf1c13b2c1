"""What changes incidents, a further document or a judgement, and which: from the surroundings in the record alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from groundtruce.compare.incidents.blocks import REPORTING_DAYS, list_windows
from groundtruce.compare.incidents.copies import choose_candidates, choose_probes, find_copied
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.incident_matching import can_join, match_further
from groundtruce.compare.incidents.links import link_mentions
from groundtruce.compare.incidents.voices import asserts, mention_key
from groundtruce.compare.judgements.judged_readings import judge_readings
from groundtruce.compare.judgements.standing import list_standing
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import JudgedIncident, Judgement, RecordedJudgement
from groundtruce.model.readings import Reading
from groundtruce.record.records import Record

# So many documents that share a phrase are found: more share it only where it is a formula.
_FOUND_A_PHRASE = 10


def find_copied_in(record: Record, document: Document) -> str | None:
    """The SHA-256 of the first recorded document that this one is a copy of, or that copies it; none for none."""
    phrases = choose_probes(document.text)
    found = choose_candidates(
        [match.document for match in record.search(f'"{phrase}"', limit=_FOUND_A_PHRASE)] for phrase in phrases
    )
    return find_copied(document, record.chosen_documents(found)) if found else None


def match_document(record: Record, document: Document, reading: Reading, *, case: Case) -> tuple[Incident, ...]:
    """The incidents that a document which is about to be recorded changes: new, changed and given up ones."""
    return match_documents(record, [document], {document.sha256: reading}, case=case)


def match_documents(
    record: Record, documents: Sequence[Document], readings: Mapping[str, Reading], *, case: Case
) -> tuple[Incident, ...]:
    """The same for several documents at once, about to be recorded or recorded without having been matched."""
    standing = list_standing(record.judgements())
    own = judge_readings(readings, standing)
    claims = gather_claims(documents, own, case=case)
    around = _incidents_around(record, claims)
    copied = {document.copy_of for document in documents if document.copy_of}
    chosen = (_documents_around(record, claims, around) | copied) - own.keys()
    known = judge_readings(record.chosen_readings(chosen), standing)
    return _match(
        gather_claims([*record.chosen_documents(chosen), *documents], {**known, **own}, case=case),
        further={mention_key(claim) for claim in claims},
        around=around,
        standing=standing,
        case=case,
    )


def find_unmatched(
    record: Record, documents: Sequence[Document], readings: Mapping[str, Reading], *, case: Case
) -> tuple[Document, ...]:
    """The documents that tell of something that must be in an incident and is in none."""
    claims = [
        claim
        for claim in gather_claims(documents, judge_readings(readings, list_standing(record.judgements())), case=case)
        if asserts(claim) and can_join(claim, case=case)
    ]
    wanted = {mention_key(claim): claim.document for claim in claims}
    # What is told without any day lies in no window, and is looked for among all.
    undated = {mention_key(claim) for claim in claims if not list_windows([claim])}
    around = (*_incidents_around(record, claims), *(record.incidents_of(undated) if undated else ()))
    held = {mention for incident in around for mention in incident.mentions}
    unmatched = {document for mention, document in wanted.items() if mention not in held}
    return tuple(document for document in documents if document.sha256 in unmatched)


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
