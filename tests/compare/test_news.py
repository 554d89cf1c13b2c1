"""What is new in a record since a moment."""

from msgspec.structs import replace

from groundtruce.compare.news import find_news
from groundtruce.model.news import FindingNews, News, Standing
from tests import story
from tests.show import desk


def standing(**replaced: object) -> Standing:
    """What the tiny record held, with some of it replaced."""
    held = Standing(
        head=desk.HEAD,
        documents=frozenset(desk.DOCUMENTS),
        zone_versions=(story.BEFORE, story.AFTER),
        incidents=(desk.INCIDENT,),
        findings=desk.FINDINGS,
    )
    return replace(held, **replaced)


def news_from(before: Standing, now: Standing) -> News:
    return find_news(before, now, since="2031-03-13T00:00:00.000000Z")


def test_nothing_is_new_where_nothing_came() -> None:
    """The same standing twice has no news."""
    news = news_from(standing(), standing())
    assert (news.documents, news.zone_versions) == (frozenset(), frozenset())
    assert (news.incidents, news.findings) == ((), ())


def test_what_came_is_named_by_kind() -> None:
    """A document, a zone version and an incident that were not there before."""
    before = standing(
        documents=frozenset(set(desk.DOCUMENTS) - {desk.REPORT.sha256}), zone_versions=(story.BEFORE,), incidents=()
    )
    news = news_from(before, standing())
    assert news.documents == {desk.REPORT.sha256}
    assert news.zone_versions == {story.AFTER.id}
    assert [(each.id, each.state, each.was) for each in news.incidents] == [(desk.INCIDENT.id, "new", None)]


def test_a_corrected_version_is_news_under_its_own_identifier() -> None:
    """The same version with another drawing error."""
    corrected = replace(story.AFTER, drawing_error_m=500)
    assert news_from(standing(), standing(zone_versions=(story.BEFORE, corrected))).zone_versions == {story.AFTER.id}


def test_an_incident_changes_by_its_story_alone() -> None:
    """Another date is news, another reason for the match is none; one that is on record no longer is gone."""
    was = replace(desk.INCIDENT, date="2031-03-10")
    (changed,) = news_from(standing(incidents=(was,)), standing()).incidents
    assert (changed.state, changed.was) == ("changed", was)
    matched_otherwise = replace(desk.INCIDENT, reason="for another reason", certainty="low")
    assert news_from(standing(incidents=(matched_otherwise,)), standing()).incidents == ()
    (gone,) = news_from(standing(), standing(incidents=())).incidents
    assert (gone.id, gone.state) == (desk.INCIDENT.id, "gone")


def test_a_finding_is_news_where_its_status_turned() -> None:
    """From what it was before; another statement of the same status is none."""
    first, *rest = desk.FINDINGS
    before = standing(
        findings=(replace(first, status="undetermined"), replace(rest[0], statement="said otherwise"), *rest[1:])
    )
    assert news_from(before, standing()).findings == (FindingNews(provision=first.provision, was="undetermined"),)
