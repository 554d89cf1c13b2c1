"""Writes a brief as a tagged PDF (PDF/UA-1, ISO 14289-1), from the same page as the HTML."""

from collections.abc import Mapping

from groundtruce.errors import UnusableInput
from groundtruce.model.briefs import Brief
from groundtruce.model.ids import digest
from groundtruce.show.brief_figures import Drawing
from groundtruce.show.html import write_print_html
from groundtruce.show.own_templates import OwnTemplates


def write_pdf(
    brief: Brief, figures: Mapping[str, Drawing] | None = None, *, templates: OwnTemplates | None = None
) -> bytes:
    """The brief as PDF, the same bytes for the same input. Nothing is fetched.

    Raises `UnusableInput` where the `brief` extra is not installed, or a template of the user's is broken or asks for
    something from outside.
    """
    try:
        import weasyprint  # noqa: PLC0415 — an extra, and slow to load
        from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415
    except ImportError as error:
        raise UnusableInput(
            "brief.pdf", "writing a PDF needs the brief extra: pip install 'groundtruce[brief]'"
        ) from error
    page = write_print_html(brief, figures, templates=templates)
    # The page's own fonts stand in it as data; any other address is refused and stops the writing.
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    try:
        document = weasyprint.HTML(string=page, url_fetcher=fetcher)
        content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=digest(page.encode())[:32].encode())
    except FatalURLFetchingError as error:
        if templates is None:
            raise
        raise UnusableInput(templates.folder, f"asks for something from outside ({error})") from error
    return content
