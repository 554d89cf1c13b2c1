"""What is new since the moment asked about: what came to the record, and which of its answers stand otherwise now."""

from collections.abc import Mapping, Sequence

from groundtruce.model.agreements import Finding
from groundtruce.model.briefs import Section, Sentence
from groundtruce.model.claims import Count
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Incident
from groundtruce.model.news import FindingNews, IncidentNews, News
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneVersion
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.marks import Marks
from groundtruce.show.sections.agreement import cite_finding
from groundtruce.show.sections.incidents import key_citations, title_of
from groundtruce.show.sections.new_documents import list_documents
from groundtruce.show.wording import say_count, say_list, say_moment, say_quantity

ENTRIES = 20
"""So many of each kind are told."""


def compose_news(
    bibliography: Bibliography,
    news: News,
    *,
    versions: Mapping[str, ZoneVersion],
    incidents: Sequence[Incident],
    findings: Sequence[Finding],
) -> Section:
    """The section on what is new, of the incidents given (those of the days covered) and everything else."""
    came = sorted(
        (bibliography.documents[sha256] for sha256 in news.documents),
        key=lambda document: (document.published or "", document.title, document.sha256),
    )
    drawn = [version for version in versions.values() if version.id in news.zone_versions]
    told = _say_incidents(bibliography, news.incidents, {incident.id: incident for incident in incidents})
    statements = [
        _say_counts(bibliography, news),
        *_bound(bibliography, [_say_version(bibliography, each) for each in drawn], "zone version", "zone versions"),
        *_bound(bibliography, told, "incident", "incidents"),
        *_say_findings(bibliography, news.findings, {finding.provision: finding for finding in findings}),
    ]
    tables = [list_documents(bibliography, came, caption="Documents recorded since", marks=Marks(None))] if came else []
    return Section(
        id="news",
        title=f"New since {say_moment(news.since)}",
        sentences=tuple(statements),
        tables=tuple(tables),
    )


def summarise_news(bibliography: Bibliography, news: News) -> Sentence:
    """One sentence: how much came to the record since the moment."""
    return _say_counts(bibliography, news)


# ---------------------------------------------------------------------------------------------------------------


def _bound(bibliography: Bibliography, said: Sequence[Sentence], noun: str, plural: str) -> tuple[Sentence, ...]:
    return (*said[:ENTRIES], *bibliography.say_left_out(len(said) - ENTRIES, noun, plural))


def _say_counts(bibliography: Bibliography, news: News) -> Sentence:
    counted = [
        say_quantity(len(news.documents), "document"),
        *([say_quantity(len(news.zone_versions), "zone version")] if news.zone_versions else []),
    ]
    text = (
        f"Since {say_moment(news.since)}, {say_list(counted)} came to the record"
        f"; it stood at entry {news.before.entry} then."
    )
    return Sentence(text=text, references=(*bibliography.cite_record(news.before), *bibliography.cite_record()))


def _say_version(bibliography: Bibliography, version: ZoneVersion) -> Sentence:
    date = format_date(version.valid_from)
    how = "was corrected" if version.reason == "correction" else "was recorded"
    citation = Citation(document=version.document, locator=f"{version.name}, {version.locator}, valid from {date}")
    return bibliography.sentence(f"The map of {version.name} valid from {date} {how}.", citation)


def _say_incidents(
    bibliography: Bibliography, news: Sequence[IncidentNews], incidents: Mapping[str, Incident]
) -> list[Sentence]:
    said = []
    for each in news:
        incident = incidents.get(each.id)
        if incident:
            text = f"{title_of(bibliography.case, incident)}: {_say_difference(each.was, incident)}."
            said.append(bibliography.sentence(text, *key_citations(incident)))
        elif each.state == "gone" and each.was:
            text = (
                f"{title_of(bibliography.case, each.was)}: on record before, and no longer among what these days hold."
            )
            said.append(bibliography.sentence_of_nothing(text))
    return said


def _say_difference(was: Incident | None, now: Incident) -> str:
    """What of an incident stands otherwise than it did."""
    if was is None:
        return f"told for the first time, by {say_quantity(now.sources, 'independent source')}"
    numbers = [
        (_date(was), _date(now), "the date"),
        (say_quantity(was.sources, "independent source"), say_quantity(now.sources, "independent source"), "told by"),
        (_count(was.deaths), _count(now.deaths), "killed"),
        (_count(was.injured), _count(now.injured), "injured"),
        (_contradictions(was), _contradictions(now), "accounts with"),
    ]
    said = [f"{what} {after}, before {before}" for before, after, what in numbers if before != after]
    return "; ".join(said) or "its accounts hold further passages"


def _date(incident: Incident) -> str:
    return format_date(incident.date) if incident.date else "not stated"


def _count(count: Count | None) -> str:
    return say_count(count) if count else "not said"


def _contradictions(incident: Incident) -> str:
    return say_quantity(len(incident.contradictions), "contradiction")


def _say_findings(
    bibliography: Bibliography, news: Sequence[FindingNews], findings: Mapping[str, Finding]
) -> list[Sentence]:
    said = []
    for each in news:
        finding = findings[each.provision]
        before = f"{each.was} by what the record held then" if each.was else "not checked then"
        text = f"{finding.provision} {finding.title} on {format_date(finding.on)}: {finding.status}; {before}."
        said.append(Sentence(text=text, references=cite_finding(bibliography, finding)))
    return said
