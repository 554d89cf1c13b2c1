"""The agreement's provisions with their findings, day by day and on the last day covered."""

from collections import Counter
from collections.abc import Sequence

from groundtruce.model.agreements import (
    Agreement,
    Amendment,
    Evidence,
    Finding,
    FindingStatus,
    TermValue,
    VariantReading,
)
from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.provision_history import Provisions
from groundtruce.model.times import format_date
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.marks import Marks
from groundtruce.show.sections.provision_days import compose_days, compose_strip
from groundtruce.show.wording import (
    capitalise,
    end_sentence,
    party_name,
    say_list,
    say_margin,
    say_quantity,
    say_variant,
)

STATUS_ORDER: tuple[FindingStatus, ...] = (
    "breached",
    "disputed",
    "undetermined",
    "not yet due",
    "met",
    "not checkable",
)
"""From what a reader must know first."""
EVIDENCE = 12
"""So many passages and maps are told of a provision: first those for and against it being met, by turns."""


def compose_agreement(
    bibliography: Bibliography,
    *,
    findings: Sequence[Finding],
    provisions: Provisions | None,
    days: int,
    marks: Marks,
) -> Section:
    """The section on the agreement: the provisions day by day, the findings in a table, and the evidence by provision.

    Of more than one of `days` without `provisions`, it says that they were not followed.
    """
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
        rows=tuple(_compose_row(bibliography, finding, marks=marks) for finding in findings),
    )
    by_day = [compose_days(bibliography, provisions)] if provisions else []
    unfollowed = [bibliography.sentence_of_nothing(_UNFOLLOWED)] if days > 1 and not provisions else []
    return Section(
        id="agreement",
        title=f"The agreement: {agreement.title}",
        figure=compose_strip(bibliography, provisions) if provisions else None,
        sentences=(summarise_findings(bibliography, findings), *unfollowed),
        tables=(table,),
        sections=(
            *by_day,
            *(_compose_evidence(bibliography, each) for each in findings if each.evidence or each.amendments),
        ),
    )


def summarise_findings(bibliography: Bibliography, findings: Sequence[Finding]) -> Sentence:
    """One sentence: how many provisions stand how, those breached or disputed by name."""
    counts = Counter(finding.status for finding in findings)
    parts = [_say_status(findings, status, counts[status]) for status in STATUS_ORDER if counts[status]]
    text = f"Of {say_quantity(len(findings), 'provision')} checked on {format_date(findings[0].on)}, {say_list(parts)}."
    named = [finding for finding in findings if finding.status in _NAMED] or findings[:_CITED]
    references = [number for finding in named for number in cite_finding(bibliography, finding)[:_CITED]]
    return Sentence(text=text, references=tuple(dict.fromkeys(references)))


def cite_finding(bibliography: Bibliography, finding: Finding) -> tuple[int, ...]:
    """The provision's own words and the evidence that is told of it; the record's state where there is none."""
    chosen = choose_evidence(finding.evidence)
    evidence = bibliography.cite(*(each.citation for each in chosen)) or bibliography.cite_record()
    return (*_cite_provision(bibliography, finding), *evidence)


def choose_evidence(evidence: Sequence[Evidence]) -> list[Evidence]:
    """As much of it as there is room for, the sides by turns, then what is to be read with it; in the order given."""
    by_bearing = [[each for each in evidence if each.bearing == bearing] for bearing in ("for", "against")]
    sides = [each for turn in range(EVIDENCE) for side in by_bearing for each in side[turn : turn + 1]]
    context = [each for each in evidence if each.bearing == "context"]
    chosen = [*sides, *context][:EVIDENCE]
    return [each for each in evidence if each in chosen]


# ---------------------------------------------------------------------------------------------------------------

_BEARINGS = {"for": "For it being met", "against": "Against it being met", "context": "To be read with it"}
_UNFOLLOWED = "How the provisions stood on the days before is not told here; a check from day to day tells it."
_NAMED = ("breached", "disputed")
_CITED = 6


def _say_status(findings: Sequence[Finding], status: FindingStatus, count: int) -> str:
    words = f"{count} {'is' if count == 1 else 'are'} {status}"
    if status not in _NAMED:
        return words
    named = say_list([f"{each.provision} {each.title}" for each in findings if each.status == status])
    return f"{words} ({named})"


def _compose_row(bibliography: Bibliography, finding: Finding, *, marks: Marks) -> TableRow:
    references = cite_finding(bibliography, finding)
    margin = say_margin(finding.margin) if finding.margin else "none"
    texts = (capitalise(finding.status), end_sentence(finding.statement), margin, end_sentence(finding.flips))
    return TableRow(
        heading=f"{finding.provision} {finding.title}",
        cells=tuple(TableCell(text=text, references=references) for text in texts),
        news=marks.of_finding(finding.provision),
    )


def _cite_provision(bibliography: Bibliography, finding: Finding) -> tuple[int, ...]:
    agreement: Agreement | None = bibliography.case.agreement
    held = agreement.provisions if agreement else ()
    provision = next((each for each in held if each.id == finding.provision), None)
    return bibliography.cite_provision(agreement, provision) if agreement and provision else ()


def _compose_evidence(bibliography: Bibliography, finding: Finding) -> Section:
    chosen = choose_evidence(finding.evidence)
    return Section(
        id=f"provision-{finding.provision}",
        title=f"Evidence on {finding.provision} {finding.title}: {finding.status}",
        sentences=(
            *(_say_amendment(bibliography, finding, each) for each in finding.amendments),
            *(_say_evidence(bibliography, each) for each in chosen),
            *bibliography.say_left_out(len(finding.evidence) - len(chosen), "piece of evidence", "pieces of evidence"),
            *(_say_variant(bibliography, finding, each) for each in finding.variants),
        ),
    )


def _say_evidence(bibliography: Bibliography, evidence: Evidence) -> Sentence:
    who = f", according to {party_name(bibliography.case, evidence.claimant)}" if evidence.claimant else ""
    return bibliography.sentence(
        f"{_BEARINGS[evidence.bearing]}{who}: {end_sentence(evidence.statement)}", evidence.citation
    )


def _say_amendment(bibliography: Bibliography, finding: Finding, amendment: Amendment) -> Sentence:
    by = say_list([party_name(bibliography.case, each) for each in amendment.by])
    changes = say_list([f"{each.key.replace('_', ' ')} {_say_value(each.value)}" for each in amendment.changes])
    text = (
        f"Amended by {by}, agreed {format_date(amendment.agreed)}: {changes}; source: {end_sentence(amendment.source)}"
    )
    return Sentence(text=text, references=_cite_provision(bibliography, finding) or bibliography.cite_record())


def _say_value(value: TermValue) -> str:
    """A value of a provision's terms; a date as dates are said."""
    if isinstance(value, tuple):
        return say_list(value)
    try:
        return format_date(value) if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)


def _say_variant(bibliography: Bibliography, finding: Finding, variant: VariantReading) -> Sentence:
    text = f"{say_variant(variant)} Source: {end_sentence(variant.source)}"
    return Sentence(text=text, references=_cite_provision(bibliography, finding) or bibliography.cite_record())
