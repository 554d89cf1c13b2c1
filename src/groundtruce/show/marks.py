"""What of a brief is marked as new or changed since the moment asked about."""

from groundtruce.model.briefs import NewsKind
from groundtruce.model.news import News
from groundtruce.model.zones import ZoneChange


class Marks:
    """The marks that the news of a record give; none anywhere where nobody asked for news."""

    def __init__(self, news: News | None) -> None:
        self._documents = news.documents if news else frozenset()
        self._versions = news.zone_versions if news else frozenset()
        self._incidents: dict[str, NewsKind] = (
            {each.id: each.state for each in news.incidents if each.state != "gone"} if news else {}
        )
        self._findings: dict[str, NewsKind] = (
            {each.provision: "changed" if each.was else "new" for each in news.findings} if news else {}
        )

    def of_document(self, sha256: str) -> NewsKind | None:
        """New where it was recorded since."""
        return "new" if sha256 in self._documents else None

    def of_change(self, change: ZoneChange) -> NewsKind | None:
        """New where the later version was recorded or corrected since, changed where only the earlier one was."""
        if change.to.version in self._versions:
            return "new"
        return "changed" if change.from_.version in self._versions else None

    def of_incident(self, incident: str) -> NewsKind | None:
        """New where it was recorded since, changed where it tells another story now."""
        return self._incidents.get(incident)

    def of_finding(self, provision: str) -> NewsKind | None:
        """Changed where the provision's status was another one."""
        return self._findings.get(provision)
