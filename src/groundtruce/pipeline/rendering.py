"""Briefs as files: Markdown with its figures beside it, HTML, PDF."""

from pathlib import Path

from groundtruce.compare.zone_history.history import Selection
from groundtruce.model.agreements import DeploymentAreaTerms
from groundtruce.model.briefs import Brief
from groundtruce.model.cases import Case
from groundtruce.model.times import parse_day
from groundtruce.pipeline.briefs import BriefForm, load_templates
from groundtruce.pipeline.knowledge import Known
from groundtruce.show.brief_figures import Drawing, draw_figures
from groundtruce.show.html import write_html
from groundtruce.show.markdown import write_markdown
from groundtruce.show.pdf import write_pdf


def render_brief(
    known: Known, brief: Brief, *, form: BriefForm, name: str, template: Path | None = None
) -> dict[str, bytes]:
    """The files of a brief by their names: the brief under `name`, and beside a Markdown one its figures as SVG.

    `template` is a folder whose templates and styles stand in for ours. Raises `UnusableInput` where one is broken.
    """
    own = load_templates(template)
    figures = _draw(known, brief)
    if form == "html":
        return {name: write_html(brief, figures, templates=own).encode()}
    if form == "pdf":
        return {name: write_pdf(brief, figures, templates=own)}
    stem = name.rpartition(".")[0]
    links = {figure: f"{stem}-figure-{number}.svg" for number, figure in enumerate(figures, 1)}
    drawn = {links[figure]: drawing.wide.encode() for figure, drawing in figures.items()}
    return {name: write_markdown(brief, figure_links=links, templates=own).encode(), **drawn}


# ---------------------------------------------------------------------------------------------------------------


def _draw(known: Known, brief: Brief) -> dict[str, Drawing]:
    since, on = parse_day(brief.since), parse_day(brief.on)
    changes = known.select_history(Selection(since=since, until=on)).changes
    return draw_figures(
        brief,
        case=known.case,
        changes=changes,
        zone_versions=known.zone_versions,
        settlements=known.settlements,
        agreed_area=_agreed_area(known.case),
    )


def _agreed_area(case: Case) -> bytes | None:
    """The area that the agreement deploys a force in, for the figures."""
    if not case.agreement:
        return None
    names = {p.terms.area for p in case.agreement.provisions if isinstance(p.terms, DeploymentAreaTerms)}
    return next((area.wkb for area in case.areas if area.id in names), None)
