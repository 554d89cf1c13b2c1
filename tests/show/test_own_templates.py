"""A user's own templates: a sandbox in which a document's text stays text."""

import pytest
from msgspec.structs import replace

from groundtruce.errors import UnusableInput
from groundtruce.show.html import write_html
from groundtruce.show.markdown import write_markdown
from groundtruce.show.own_templates import OwnTemplates
from groundtruce.show.pdf import write_pdf
from tests.show import desk

HOSTILE = "<script>alert(1)</script> [x](http://e.example)"


def own(**files: str) -> OwnTemplates:
    return OwnTemplates("own", {name.replace("_", "."): text for name, text in files.items()})


@pytest.mark.parametrize(
    "template",
    [
        "{{ brief.title }}",
        "{% autoescape false %}{{ brief.title }}{% endautoescape %}",
        "{% set title %}{{ brief.title }}{% endset %}{{ title }}",
        "{% macro say(text) %}{{ text }}{% endmacro %}{% autoescape false %}{{ say(brief.title) }}{% endautoescape %}",
        "{{ '%s'|format(brief.title) }}",
        "{{ brief.title ~ '' }}",
    ],
)
def test_a_document_s_text_stays_text_whatever_a_template_does(template: str) -> None:
    """Escaped in HTML, and in Markdown neither a link nor HTML."""
    brief = replace(desk.compose(), title=HOSTILE)
    assert "<script" not in write_html(brief, templates=own(brief_html_j2=template))
    assert "alert" in write_html(brief, templates=own(brief_html_j2=template))
    written = write_markdown(brief, templates=own(brief_md_j2=template))
    assert "<script" not in written.replace("\\<script", "")
    assert "](http:" not in written


def test_a_template_changes_nothing_and_reaches_nothing() -> None:
    """What lies behind the values is out of reach; a line says where it was tried."""
    for template in ("{{ brief.headline.__class__ }}", "{{ brief.__init_subclass__() }}", "{{ ''.__class__.mro() }}"):
        with pytest.raises(UnusableInput, match=r"own/brief\.html\.j2: line 1: "):
            write_html(desk.compose(), templates=own(brief_html_j2=template))


def test_a_macro_that_calls_itself_without_end_is_one_line() -> None:
    """No endless page."""
    endless = "{% macro on() %}{{ on() }}{% endmacro %}\n{{ on() }}"
    with pytest.raises(UnusableInput, match=r"own/brief\.html\.j2: line \d: maximum recursion depth"):
        write_html(desk.compose(), templates=own(brief_html_j2=endless))


def test_a_page_without_end_is_stopped() -> None:
    """More than 64 million characters are no brief."""
    endless = "{% for i in range(90000) %}{{ 'x' * 1000 }}{% endfor %}"
    with pytest.raises(UnusableInput, match="writes more than"):
        write_html(desk.compose(), templates=own(brief_html_j2=endless))


def test_the_paper_version_fetches_nothing_for_a_template() -> None:
    """A picture from elsewhere stops the writing with one line; one that stands in the page as data does not."""
    pytest.importorskip("weasyprint")
    page = '<html lang="en"><title>x</title><img alt="x" src="{address}">'
    with pytest.raises(UnusableInput, match="own: asks for something from outside"):
        write_pdf(desk.compose(), templates=own(brief_html_j2=page.format(address="file:///etc/passwd")))
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    assert write_pdf(desk.compose(), templates=own(brief_html_j2=page.format(address=dot))).startswith(b"%PDF")
