"""Briefs: what a day's brief says, and that every sentence of it leads somewhere."""

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from groundtruce.compare.zone_history.history import measure_zone_area
from groundtruce.model.briefs import Brief, Section, Sentence, TableCell
from groundtruce.model.documents import Citation, quote_span
from groundtruce.model.incidents import ObservedSilence, SpeakerState
from groundtruce.show.briefs import check_references, compose_brief, list_sentences
from tests import story
from tests.show import desk


def texts_of(brief: Brief) -> list[str]:
    return [sentence.text for sentence in list_sentences(brief)]


def section(brief: Brief, name: str) -> Section:
    return next(each for each in brief.sections if each.id == name)


def test_every_sentence_resolves_to_a_quoted_passage_a_map_or_the_record() -> None:
    """Each number behind each sentence names a document's passage word for word, a map, a provision or the record's state."""
    brief = desk.compose()
    by_number = {reference.number: reference for reference in brief.references}
    for sentence in list_sentences(brief):
        assert sentence.references
        for reference in (by_number[number] for number in sentence.references):
            if reference.kind == "passage":
                assert reference.document is not None
                text = desk.DOCUMENTS[reference.document.sha256].text
                assert reference.citation.quote == quote_span(text, reference.citation.span or ())
                assert reference.document.publisher == "River Times"
                assert reference.document.published == "2031-03-13"
            assert len(reference.sha256) == 64


def test_the_headline_says_what_changed_with_its_interval_and_direction() -> None:
    """The first sentence carries area, interval, distance and compass direction."""
    headline = desk.compose().headline
    assert headline[0].text.startswith("Sector South grew by 62 ± 3 km², reaching 5.5 ± 0.3 km to the south,")
    assert "3 accounts, which contradict each other on who began" in headline[1].text
    assert headline[2].text == "Reported to have said nothing: Joint Observer Force."
    assert "1 is breached (3a Deployment area), 1 is disputed (1 End of all fire)" in headline[3].text


def test_a_shrinking_zone_shrank() -> None:
    """A negative net change is told as a loss, with a positive number."""
    net = replace(desk.CHANGE.net_km2, measured=-61.55, best=-61.5, low=-64.6, high=-58.4)
    change = replace(desk.CHANGE, net_km2=net, furthest_gain=None)
    assert "shrank by 62 ± 3 km²" in desk.compose(changes=(change,)).headline[0].text


def test_settlements_are_named_as_both_parties_name_them() -> None:
    """Both names stand in the sentence and the probability is never a certainty."""
    said = next(text for text in texts_of(desk.compose()) if text.startswith("1 settlement now inside"))
    assert "South Ridge / Zudgrat" in said
    assert "(under 1 %, over 99 %)" in said


def test_an_assumed_drawing_error_is_marked() -> None:
    """A map without a drawing error of its own is told to rest on an assumption."""
    to = replace(desk.CHANGE.to, drawing_error_m=300, drawing_error_from="assumed")
    brief = desk.compose(changes=(replace(desk.CHANGE, to=to),))
    assert any("later 300 m, assumed" in text for text in texts_of(brief))


def test_a_map_drawn_again_unchanged_is_told_in_brief() -> None:
    """It says that both maps draw the same shape, measures nothing, has no figure, and stands after what changed."""
    same = replace(desk.CHANGE, zone="north", verdict="unchanged", furthest_gain=None, settlements=())
    brief = desk.compose(changes=(same, desk.CHANGE))
    assert "is drawn unchanged" in brief.headline[1].text
    part = section(brief, "map").sections[1]
    assert part.figure is None
    assert not any("gained" in sentence.text for sentence in part.sentences)


def test_incidents_are_placed_by_both_names_and_told_by_date() -> None:
    """A place of the case goes by the names that the parties use; the earlier incident comes first."""
    earlier = replace(desk.INCIDENT, id="incident-0", date="2031-03-09", place=None)
    titles = [part.title for part in section(desk.compose(incidents=(desk.INCIDENT, earlier)), "incidents").sections]
    assert titles == ["Attack, place not stated, 9 Mar 2031", "Attack near South Ridge / Zudgrat, 11 Mar 2031"]


def test_a_silent_cell_says_so_and_cites_what_was_read() -> None:
    """Where an account has nothing, the table says that nothing was said and lists the documents read."""
    brief = desk.compose()
    (table,) = section(brief, "incidents").sections[0].tables
    assert table.columns == ("", "Belm", "Arda", "River Times (narrator)")
    deaths = table.rows[4]
    assert [cell.kind for cell in deaths.cells] == ["silent", "silent", "stated"]
    reference = brief.references[deaths.cells[0].references[0] - 1]
    assert reference.kind == "documents read"
    assert {each.sha256 for each in reference.listed} == set(desk.DOCUMENTS)


def test_a_denial_is_a_denial() -> None:
    """A cell that denies keeps its state and its passage."""
    (table,) = section(desk.compose(), "incidents").sections[0].tables
    assert table.rows[1].cells[1].kind == "denies"


def test_parties_without_an_account_are_named() -> None:
    """A party of the case that nobody heard on an incident stands beside those heard."""
    assert "No account by Joint Observer Force was found in the documents read." in texts_of(desk.compose())


def test_an_account_of_silent_cells_only_is_no_account() -> None:
    """It is not counted, and its party stands among those of whom no account was found; the one passage stands in the table."""
    silent = desk.account(party="observers")
    alone = replace(desk.INCIDENT, accounts=(desk.INCIDENT.accounts[0], silent), contradictions=())
    brief = desk.compose(incidents=(alone,))
    assert brief.headline[1].text.endswith("told by Belm alone.")
    incidents = section(brief, "incidents")
    assert incidents.sections == ()
    (row,) = incidents.tables[0].rows
    assert row.cells[1] == TableCell(
        text="Arda or Joint Observer Force", references=row.cells[1].references, kind="silent"
    )
    assert brief.references[row.cells[0].quotes[0] - 1].citation.quote == desk.ATTACK


def test_only_the_days_covered_count() -> None:
    """A change, an incident, a silence before the window stay out; the first and the last day are in."""
    late = desk.compose(on=date(2031, 3, 25))
    assert late.headline[0].text.startswith("Of 5 provisions")
    assert "The record has no incident dated from 19 to 25 Mar 2031." in texts_of(late)
    edge = desk.compose(on=date(2031, 3, 18))
    assert edge.headline[0].text.startswith("Sector South grew")
    assert edge.since == "2031-03-12"
    assert not any("Attack near" in text for text in texts_of(edge))
    reopened = desk.compose(on=date(2031, 3, 18), since=date(2031, 3, 11))
    assert any("Attack near" in text for text in texts_of(reopened))


def test_an_undated_incident_goes_by_the_documents_that_tell_of_it() -> None:
    """Without a date it is in the brief of the days in which a document told of it, and says that it has none."""
    brief = desk.compose(incidents=(replace(desk.INCIDENT, date=None),))
    assert any("date not stated" in text for text in texts_of(brief))


def test_a_withdrawn_incident_is_left_out() -> None:
    """What the record has given up is not told."""
    brief = desk.compose(incidents=(replace(desk.INCIDENT, withdrawn=True),))
    assert any(text.startswith("The record has no incident dated") for text in texts_of(brief))


def test_an_empty_record_says_that_nothing_is_new() -> None:
    """With nothing to tell, every section says so and rests on the record's last entry known."""
    brief = compose_brief(case=story.CASE, on=desk.ON, head=desk.HEAD, documents={})
    assert brief.headline[0].text == "The record shows nothing new from 8 to 14 Mar 2031."
    assert brief.references[0].kind == "record"
    assert brief.references[0].sha256 == desk.HEAD.sha256
    assert "entry 12" in brief.references[0].statement


def test_a_sentence_without_a_reference_is_refused() -> None:
    """No sentence may stand without a source, wherever it stands."""
    brief = desk.compose()
    bare = replace(brief, headline=(Sentence(text="Nobody says so.", references=()),))
    with pytest.raises(ValueError, match=r"no reference stands behind 'Nobody says so\.'"):
        check_references(bare)


def test_a_reference_to_nowhere_is_refused() -> None:
    """A number that the brief does not resolve is no source."""
    brief = replace(desk.compose(), headline=(Sentence(text="So it is.", references=(999,)),))
    with pytest.raises(ValueError, match="reference 999"):
        check_references(brief)


@pytest.mark.parametrize(
    "citation",
    [
        Citation(document="f" * 64, span=((0, 4),), quote="date"),
        Citation(document=desk.REPORT.sha256, span=((0, 4),), quote="data"),
        Citation(document=desk.REPORT.sha256, span=((0, 10**6),)),
        Citation(document=desk.REPORT.sha256, span=((4, 4),)),
    ],
    ids=["unknown document", "other words", "beyond the text", "empty"],
)
def test_evidence_that_does_not_resolve_is_refused(citation: Citation) -> None:
    """A citation must name a known document and quote what stands there."""
    with pytest.raises(ValueError, match="document"):
        desk.compose(reported=(replace(desk.REPORTED, citation=citation, date="2031-03-12"),))


def test_a_brief_is_the_same_for_the_same_record_and_reads_back() -> None:
    """Composing twice gives equal values, and the JSON format gives back the value."""
    brief = desk.compose()
    assert brief == desk.compose()
    content = msgspec.json.encode(brief)
    assert msgspec.json.decode(content)["format"] == "groundtruce-brief/1"
    assert msgspec.json.decode(content, type=Brief) == brief


def observed(state: SpeakerState, **said: Any) -> ObservedSilence:
    """What was observed of Arda about the incident."""
    return ObservedSilence(
        about=desk.INCIDENT.id,
        party="arda",
        publishers=("arda-mod",),
        state=state,
        since="2031-03-11",
        until="2031-03-14",
        **{"documents": (), **said},
    )


@pytest.mark.parametrize(
    ("seen", "kind", "text"),
    [
        (observed("spoken", ended="2031-03-13", citation=desk.cite(desk.DENIAL)), "stated", "spoke on 13 Mar 2031"),
        (
            observed("silent", documents=(desk.REPORT.sha256,)),
            "silent",
            "silent from 12 to 14 Mar 2031, in 1 document of its own; not ended",
        ),
        (
            observed("silent", documents=(desk.REPORT.sha256,), ended="2031-03-20", citation=desk.cite(desk.DENIAL)),
            "silent",
            "silent from 12 to 14 Mar 2031, in 1 document of its own; first spoke on 20 Mar 2031",
        ),
        (
            observed("not observed"),
            "not observed",
            "not observed from 12 to 14 Mar 2031: no document by Ardan Ministry of Defence was read",
        ),
    ],
    ids=["spoken", "silent", "silent and ended", "not observed"],
)
def test_observed_silence_says_over_which_days_and_documents(seen: ObservedSilence, kind: str, text: str) -> None:
    """Who spoke, who was silent in what was read, and of whom nobody can say so: never that a party unread was silent."""
    part = next(
        each for each in section(desk.compose(observed=(seen,)), "silences").sections if each.title == "Observed"
    )
    ((cell,),) = (row.cells for row in part.tables[0].rows)
    assert (cell.kind, cell.text) == (kind, text)
    assert cell.references


def test_a_long_record_s_brief_stays_short_and_says_what_it_leaves_out() -> None:
    """Of 300 incidents 40 have a row and eight a matrix, of 200 documents 40 a row; each rest is counted with a source."""
    incidents = tuple(replace(desk.INCIDENT, id=f"incident-{number:03}") for number in range(300))
    documents = {
        f"{number:064}": replace(desk.REPORT, sha256=f"{number:064}", title=f"Report {number}")
        for number in range(1000, 1200)
    }
    brief = desk.compose(incidents=incidents, documents={**desk.DOCUMENTS, **documents})
    told = section(brief, "incidents")
    assert (len(told.tables[0].rows), len(told.sections)) == (40, 8)
    assert told.tables[0].left_out is not None
    assert told.tables[0].left_out.text.startswith("260 further incidents of these days are left out here")
    assert told.tables[0].left_out.references
    (table,) = section(brief, "documents").tables
    assert len(table.rows) == 40
    assert len(brief.headline) < 12
    (read,) = [reference for reference in brief.references if reference.kind == "documents read"]
    assert len(read.listed) == 40
    assert read.statement.startswith("203 documents read: all that the record held at entry 12.")


def test_references_are_numbered_by_their_sources() -> None:
    """The passages of a document stand together, in the order of its text; the record's state comes last."""
    references = desk.compose().references
    assert [reference.number for reference in references] == list(range(1, len(references) + 1))
    spans = [reference.citation.span for reference in references if reference.kind == "passage"]
    assert spans == sorted(spans, key=lambda span: span or ())
    kinds = [reference.kind for reference in references]
    assert kinds.index("provision") > max(place for place, kind in enumerate(kinds) if kind in ("passage", "map"))


def test_a_zone_that_changed_has_its_area_over_time() -> None:
    """Two maps make a plot, with its caption in words; one map makes none."""
    areas = tuple(measure_zone_area(version) for version in (story.BEFORE, story.AFTER))
    parts = section(desk.compose(areas=areas), "map").sections
    (plot,) = [part.figure for part in parts if part.figure and part.figure.kind == "area"]
    assert plot.areas == areas
    assert plot.caption[0].text.startswith("Area of Sector South on 2 maps, from ")
    assert not [part for part in section(desk.compose(areas=areas[:1]), "map").sections if part.id.startswith("area-")]


def test_days_that_were_not_followed_are_said_to_be_not() -> None:
    """Without the provisions' history the section says so, and has no strip; the brief of one day needs none."""
    said = [sentence.text for sentence in section(desk.compose(), "agreement").sentences]
    assert any(text.startswith("How the provisions stood on the days before is not told here") for text in said)
    one = section(desk.compose(since=desk.ON), "agreement")
    assert len(one.sentences) == 1
