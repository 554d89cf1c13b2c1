"""The agreement's provisions with their findings."""

from collections import Counter
from collections.abc import Sequence

from groundtruce.model.agreements import Agreement, Evidence, Finding, FindingStatus
from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.times import format_date
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import capitalise, end_sentence, party_name, say_list, say_margin, say_quantity

STATUS_ORDER: tuple[FindingStatus, ...] = (
    "breached",
    "disputed",
    "undetermined",
    "not yet due",
    "met",
    "not checkable",
)
"""From what a reader must know first."""


def compose_agreement(bibliography: Bibliography, *, findings: Sequence[Finding]) -> Section:
    """The section on the agreement: every provision's finding in a table, then the evidence of what is not settled."""
    if bibliography.case.agreement is None or not findings:
        text = "No finding on an agreement is on record for this day."
        return Section(
            id="agreement",
            title="The agreement",
            sentences=(bibliography.sentence_of_nothing(text),),
        )
    agreement = bibliography.case.agreement
    table = Table(
        caption=f"The provisions of the {agreement.title} on {format_date(findings[0].on)}",
        columns=("Provision", "Status", "Finding", "Margin", "What would change it"),
        rows=tuple(_compose_row(agreement, bibliography, finding) for finding in findings),
    )
    return Section(
        id="agreement",
        title=f"The agreement: {agreement.title}",
        sentences=(summarise_findings(bibliography, findings),),
        tables=(table,),
        sections=tuple(_compose_evidence(bibliography, each) for each in findings if each.evidence),
    )


def summarise_findings(bibliography: Bibliography, findings: Sequence[Finding]) -> Sentence:
    """One sentence: how many provisions stand how, those breached or disputed by name."""
    counts = Counter(finding.status for finding in findings)
    parts = [_say_status(findings, status, counts[status]) for status in STATUS_ORDER if counts[status]]
    text = f"Of {say_quantity(len(findings), 'provision')} checked on {format_date(findings[0].on)}, {say_list(parts)}."
    references = [
        number for finding in findings for number in _cite(bibliography.case.agreement, bibliography, finding)
    ]
    return Sentence(text=text, references=tuple(dict.fromkeys(references)))


# ---------------------------------------------------------------------------------------------------------------

_BEARINGS = {"for": "For it being met", "against": "Against it being met", "context": "To be read with it"}


def _say_status(findings: Sequence[Finding], status: FindingStatus, count: int) -> str:
    words = f"{count} {'is' if count == 1 else 'are'} {status}"
    if status not in ("breached", "disputed"):
        return words
    named = say_list([f"{each.provision} {each.title}" for each in findings if each.status == status])
    return f"{words} ({named})"


def _compose_row(agreement: Agreement, bibliography: Bibliography, finding: Finding) -> TableRow:
    references = _cite(agreement, bibliography, finding)
    margin = say_margin(finding.margin) if finding.margin else "none"
    texts = (capitalise(finding.status), end_sentence(finding.statement), margin, end_sentence(finding.flips))
    return TableRow(
        heading=f"{finding.provision} {finding.title}",
        cells=tuple(TableCell(text=text, references=references) for text in texts),
    )


def _cite(agreement: Agreement | None, bibliography: Bibliography, finding: Finding) -> tuple[int, ...]:
    """The provision's own words and the evidence; the record's state where there is no evidence."""
    provision = (
        next((each for each in agreement.provisions if each.id == finding.provision), None) if agreement else None
    )
    own = bibliography.cite_provision(agreement, provision) if agreement and provision else ()
    evidence = bibliography.cite(*(each.citation for each in finding.evidence)) or bibliography.cite_record()
    return (*own, *evidence)


def _compose_evidence(bibliography: Bibliography, finding: Finding) -> Section:
    return Section(
        id=f"provision-{finding.provision}",
        title=f"Evidence on {finding.provision} {finding.title}: {finding.status}",
        sentences=tuple(_say_evidence(bibliography, each) for each in finding.evidence),
    )


def _say_evidence(bibliography: Bibliography, evidence: Evidence) -> Sentence:
    who = f", according to {party_name(bibliography.case, evidence.claimant)}" if evidence.claimant else ""
    return bibliography.sentence(
        f"{_BEARINGS[evidence.bearing]}{who}: {end_sentence(evidence.statement)}", evidence.citation
    )
