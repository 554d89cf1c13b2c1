"""Briefs: from what a record knew of some days, and where asked, from what it had known at an earlier moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec.structs import replace

from groundtruce.collect.templates import read_templates
from groundtruce.compare.agreements.compliance import check_agreement
from groundtruce.compare.agreements.history import follow_agreement
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.news import find_news
from groundtruce.compare.zone_history.history import Selection, ZoneHistory
from groundtruce.model.agreements import Finding
from groundtruce.model.brief_differences import BriefDiff
from groundtruce.model.briefs import Brief, RecordHead
from groundtruce.model.incidents import ObservedSilence
from groundtruce.model.news import News, Standing
from groundtruce.model.provision_history import Provisions
from groundtruce.model.times import day_interval, first_day, format_moment, parse_moment
from groundtruce.model.zones import ZoneArea, ZoneChange
from groundtruce.pipeline.answers import check_record, find_reported_changes, observe
from groundtruce.pipeline.day_knowledge import PLOTTED, Arrivals, find_arrivals, know_of_day
from groundtruce.pipeline.knowledge import Known, find_last_day
from groundtruce.pipeline.provisions import check_stretch, hold
from groundtruce.record.addresses import Address
from groundtruce.record.records import Head, Record
from groundtruce.show.brief_differences import find_brief_differences
from groundtruce.show.briefs import DAYS_COVERED, compose_brief
from groundtruce.show.coverage import (
    choose_for_matrices,
    cover,
    find_covered_changes,
    find_covered_documents,
    find_covered_incidents,
)
from groundtruce.show.markdown import write_markdown
from groundtruce.show.own_templates import OwnTemplates
from groundtruce.show.sections.map_changes import CHANGES

BriefForm: TypeAlias = Literal["md", "html", "pdf"]
NewSince: TypeAlias = datetime | Literal["day-before"] | None
"""A moment, or the beginning of a brief's last day in UTC: when the brief of the day before was the latest there could be."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days that a brief is asked for: its last one, and either the first or how many."""

    on: date | None = None
    """None for the record's newest day."""
    since: date | None = None
    days: int = DAYS_COVERED


def brief_in(
    path: Address, days: Days, *, as_of: datetime | None = None, new_since: NewSince = None
) -> tuple[Known, Brief]:
    """The brief of some days from the record at a path as it stood at a moment, with what it is drawn from.

    With `new_since`, it tells what came to the record after that moment. Raises `UnusableInput` where the days end before
    they begin, or the record had not begun at one of the moments.
    """
    with Record.open(path) as record:
        as_of = parse_moment(record.head(as_of=as_of).recorded)
        on = days.on or _newest_day(record, as_of)
        since = days.since or on - timedelta(days=days.days - 1)
        check_stretch(since, on)
        moment = day_interval(on).start if new_since == "day-before" else new_since
        if moment is None:
            known = know_of_day(record, on=on, since=since, as_of=as_of)
            return known, brief_record(known, on=on, since=since)
        earlier = record.head(as_of=min(moment, as_of))
        arrivals = find_arrivals(record, after=earlier, as_of=as_of)
        before, known = (
            know_of_day(record, on=on, since=since, as_of=each, arrivals=arrivals)
            for each in (parse_moment(earlier.recorded), as_of)
        )
    news = find_news(_stand(before, on, arrivals), _stand(known, on, arrivals), since=format_moment(moment))
    return known, brief_record(known, on=on, since=since, news=news)


def brief_record(known: Known, *, on: date | None, since: date | None = None, news: News | None = None) -> Brief:
    """The brief of the days from `since` to `on` from what a record knew of them; a week, the newest, where none are given.

    Raises `UnusableInput` for days that end before they begin, and for more than `MAX_DAYS` of them.
    """
    on = on or known.last_day
    since = since or on - timedelta(days=DAYS_COVERED - 1)
    check_stretch(since, on)
    changes = known.select_history(Selection(since=since, until=on)).changes
    holdings = hold(known)
    findings = check_agreement(holdings, on=on)
    brief = compose_brief(
        case=known.case,
        on=on,
        since=since,
        head=_head_of(known.head),
        documents=known.documents,
        document_count=known.document_count,
        changes=changes,
        zone_versions=known.zone_versions,
        areas=_measure_areas(known, changes, on),
        reported=find_reported_changes(known.claims),
        incidents=known.incidents,
        silences=known.silences,
        observed=_observe(known, changes, since=since, on=on),
        findings=findings,
        provisions=_follow(known, holdings, findings, since=since, on=on),
        news=news,
    )
    return known.marks.mark(brief)


def print_brief(brief: Brief, *, template: Path | None = None) -> str:
    """A brief as Markdown without files beside it: its figures are their captions."""
    return write_markdown(brief, templates=load_templates(template))


def load_templates(folder: Path | None) -> OwnTemplates | None:
    """The templates and styles in a user's folder; none where none is named."""
    return OwnTemplates(str(folder), read_templates(folder)) if folder else None


def compare_briefs(
    path: Address, earlier: Days, later: Days, *, earlier_as_of: datetime | None, later_as_of: datetime | None
) -> BriefDiff:
    """What differs between two briefs from the record at a path: of two stretches of days, or as of two moments."""
    briefs = (brief_in(path, earlier, as_of=earlier_as_of)[1], brief_in(path, later, as_of=later_as_of)[1])
    return find_brief_differences(*briefs)


# ---------------------------------------------------------------------------------------------------------------

_QUICK_CHECKS = 60_000
"""Claims times days that a week's strip may look at."""


def _newest_day(record: Record, as_of: datetime) -> date:
    return find_last_day(record.newest_dates(as_of=as_of), case=record.case(as_of=as_of))


def _head_of(head: Head) -> RecordHead:
    return RecordHead(entry=head.seq, recorded=head.recorded, sha256=head.hash)


def _stand(known: Known, on: date, arrivals: Arrivals) -> Standing:
    """What was known before and after something arrived, as far as that may differ."""
    return Standing(
        head=_head_of(known.head),
        documents=arrivals.documents.intersection(known.documents),
        zone_versions=tuple(each for each in known.zone_versions if each.id in arrivals.zone_versions),
        incidents=known.incidents,
        findings=check_record(known, on=on).findings,
    )


def _observe(known: Known, changes: Sequence[ZoneChange], *, since: date, on: date) -> tuple[ObservedSilence, ...]:
    """Who was silent about what the brief tells in full, and about nothing else: watching costs time."""
    days = cover(since, on)
    published = frozenset(each.sha256 for each in find_covered_documents(known.documents.values(), days))
    incidents = choose_for_matrices(find_covered_incidents(known.incidents, days, published=published))
    shown = [change for change in find_covered_changes(changes, days)[:CHANGES] if change.to.version]
    return observe(known, incidents, shown)


def _follow(
    known: Known, holdings: Holdings, findings: Sequence[Finding], *, since: date, on: date
) -> Provisions | None:
    """The provisions that can be checked, from day to day; none for a single day, which the findings tell of.

    The brief of a week is asked for daily and must be quick: where it would have to look at too many claims, none either.
    """
    days = (on - since).days + 1
    checked = [finding.provision for finding in findings if finding.status != "not checkable"]
    is_too_much = days <= DAYS_COVERED and days * len(known.claims) > _QUICK_CHECKS
    if days == 1 or is_too_much or not checked:
        return None
    followed = [follow_agreement(holdings, first=since, last=on, provision=each) for each in checked]
    return replace(followed[0], provisions=tuple(own for each in followed for own in each.provisions))


def _measure_areas(known: Known, changes: Sequence[ZoneChange], on: date) -> list[ZoneArea]:
    """The areas of the zones that changed, over the time that is plotted."""
    zones = sorted({change.zone for change in changes if change.verdict != "unchanged"})
    return [area for zone in zones for area in _history_of(known, changes, zone, on).areas]


def _history_of(known: Known, changes: Sequence[ZoneChange], zone: str, on: date) -> ZoneHistory:
    starts = [first_day(each.from_.valid_from) for each in changes if each.zone == zone and each.from_.valid_from]
    since = min([on - PLOTTED, *(day for day in starts if day)])
    return known.select_history(Selection(zone=zone, since=since, until=on))
