"""What is new: what a record holds now against what it held at a moment."""

from groundtruce.model.incidents import Incident
from groundtruce.model.news import FindingNews, IncidentNews, News, Standing


def find_news(before: Standing, now: Standing, *, since: str) -> News:
    """What `now` holds that `before`, the same record at the moment `since`, did not, or held otherwise.

    An incident has changed where it tells another story: its date, place, numbers, accounts or contradictions. How its
    mentions were matched, and what it is called, is no news.
    """
    drawn = {version.id: version for version in before.zone_versions}
    statuses = {finding.provision: finding.status for finding in before.findings}
    return News(
        since=since,
        before=before.head,
        documents=now.documents - before.documents,
        zone_versions=frozenset(each.id for each in now.zone_versions if drawn.get(each.id) != each),
        incidents=_find_incident_news(before.incidents, now.incidents),
        findings=tuple(
            FindingNews(provision=each.provision, was=statuses.get(each.provision))
            for each in now.findings
            if statuses.get(each.provision) != each.status
        ),
    )


# ---------------------------------------------------------------------------------------------------------------


def _find_incident_news(before: tuple[Incident, ...], now: tuple[Incident, ...]) -> tuple[IncidentNews, ...]:
    earlier = {incident.id: incident for incident in before}
    later = {incident.id for incident in now}
    came = [
        IncidentNews(id=each.id, state="changed" if was else "new", was=was)
        for each in now
        for was in [earlier.get(each.id)]
        if was is None or _story_of(was) != _story_of(each)
    ]
    gone = [IncidentNews(id=each.id, state="gone", was=each) for each in before if each.id not in later]
    return (*came, *gone)


def _story_of(incident: Incident) -> tuple[object, ...]:
    return (
        incident.kind,
        incident.date,
        incident.place,
        incident.deaths,
        incident.injured,
        incident.accounts,
        incident.contradictions,
    )
