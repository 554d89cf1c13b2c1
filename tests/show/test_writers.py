"""The writers of a brief: Markdown, HTML and PDF."""

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO

import pytest
from markdown_it import MarkdownIt

from groundtruce.model.briefs import Brief
from groundtruce.model.documents import Document
from groundtruce.show.brief_figures import Drawing, draw_figures
from groundtruce.show.html import write_html
from groundtruce.show.inert import make_inert
from groundtruce.show.markdown import escape, write_markdown
from groundtruce.show.pdf import write_pdf
from groundtruce.show.sources import group_references
from tests import story
from tests.show import desk

HOSTILE = '<script>alert(1)</script> [x](http://e.example) ![y](z.png) `c` | *b* www.e.example &amp; <b onclick="x">\x1b[31m\u202e'


class Page(HTMLParser):
    """What a page holds, as a browser would take it apart."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep each tag."""
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        self.tags.append((tag, dict(attrs)))

    def values(self, name: str) -> Iterator[str]:
        """The values of an attribute, wherever it stands."""
        return (value for _, attributes in self.tags if (value := attributes.get(name)))


@pytest.fixture(scope="module")
def brief() -> Brief:
    return desk.compose()


@pytest.fixture(scope="module")
def drawings(brief: Brief) -> dict[str, Drawing]:
    return draw_figures(
        brief,
        case=story.CASE,
        changes=(desk.CHANGE,),
        zone_versions=(story.BEFORE, story.AFTER),
        settlements=story.PLACES,
        agreed_area=story.AGREED_AREA.wkb,
    )


@pytest.fixture(scope="module")
def hostile_brief() -> Brief:
    report = Document(
        **{name: getattr(desk.REPORT, name) for name in desk.REPORT.__struct_fields__ if name != "title"}, title=HOSTILE
    )
    return desk.compose(documents={**desk.DOCUMENTS, report.sha256: report})


def test_every_link_of_the_page_leads_to_an_anchor_of_it(brief: Brief, drawings: dict[str, Drawing]) -> None:
    """References lead to sources and back, no anchor stands twice, and nothing leads outside."""
    content = write_html(brief, drawings)
    page = Page(content)
    anchors = list(page.values("id"))
    assert len(anchors) == len(set(anchors))
    links = list(page.values("href"))
    assert "#r1" in links
    assert {link.removeprefix("#") for link in links} <= set(anchors)
    assert all(link.startswith("#") for link in links)
    for source in content.split('<li id="r')[1:]:
        assert '<a href="#s' in source.split("<li id=")[0]


def test_the_page_loads_nothing_and_runs_nothing(brief: Brief, drawings: dict[str, Drawing]) -> None:
    """No script, no picture, no style but its own: the policy names the digest of the one style sheet."""
    content = write_html(brief, drawings)
    page = Page(content)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "link", "iframe", "object"}
    assert not list(page.values("style"))
    policy = next(attributes["content"] for tag, attributes in page.tags if attributes.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.findall(r'url\("(?!data:)', content)


def test_the_page_can_be_read_without_seeing_it(brief: Brief, drawings: dict[str, Drawing]) -> None:
    """It names its language, its figures in words, the scope of each table heading, and lets one skip to the brief."""
    page = Page(write_html(brief, drawings))
    assert ("html", {"lang": "en"}) in page.tags
    assert all(attributes.get("scope") for tag, attributes in page.tags if tag == "th")
    figures = [attributes for tag, attributes in page.tags if tag == "svg" and attributes.get("role") == "img"]
    assert len(figures) == 2
    assert all("South Ridge / Zudgrat" in (attributes["aria-label"] or "") for attributes in figures)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_silent_cell_shows_a_hollow_ring_and_the_words(brief: Brief) -> None:
    """Silence is shown in every format."""
    assert re.search(r'class="ring" aria-hidden="true">○</span> nothing said', write_html(brief))
    assert "○ nothing said[^" in write_markdown(brief)


def test_what_a_document_says_stays_words_in_html(hostile_brief: Brief) -> None:
    """Markup, escape sequences and direction marks of a title do nothing."""
    content = write_html(hostile_brief)
    page = Page(content)
    assert not [tag for tag, _ in page.tags if tag in ("script", "b")]
    assert "&lt;script&gt;" in content
    assert "\x1b" not in content
    assert "\u202e" not in content


def test_what_a_document_says_stays_words_in_markdown(hostile_brief: Brief) -> None:
    """Rendered, the same title makes no link, picture, code, emphasis or HTML."""
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(escape(HOSTILE))
    assert not re.findall(r"<(?!/?p>)", rendered)
    assert "alert(1)" in rendered
    assert "<script" not in write_markdown(hostile_brief).replace("\\<script", "")


@pytest.mark.parametrize(
    "text", ["1. one", "2)", "- one", "+ one", "# one", "> one", "=== ", "    code", "~~~", "a\n\n# b"]
)
def test_no_text_starts_a_block_of_markdown(text: str) -> None:
    """Whatever a line starts with, it renders as one paragraph."""
    rendered = MarkdownIt("commonmark").render(escape(text))
    assert re.fullmatch(r"<p>[^<]*</p>\n", rendered)


def test_many_references_are_shown_as_runs() -> None:
    """Three or more that follow each other become one mark; two stay two."""
    assert group_references((7, 3, 4, 8, 9, 11, 12)) == [(3, 3), (4, 4), (7, 9), (11, 11), (12, 12)]


def test_plain_words_and_numbers_are_left_as_they_are() -> None:
    """What marks nothing is not escaped."""
    assert escape("24.0 km (22 to 26), South-Ridge's 1.5 %") == "24.0 km (22 to 26), South-Ridge's 1.5 %"


def test_every_footnote_of_the_markdown_is_there_once(brief: Brief) -> None:
    """Each number that a sentence carries has its source, with the quote and the hash."""
    content = write_markdown(brief)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", content))
    defined = re.findall(r"^\[\^(\d+)\]: ", content, re.MULTILINE)
    assert used == set(defined)
    assert len(defined) == len(set(defined))
    assert f"“{desk.DENIAL}” — Map grows after clash at South Ridge, River Times, 13 Mar 2031." in content
    assert desk.REPORT.sha256 in content


def test_the_markdown_links_a_figure_that_has_a_file(brief: Brief) -> None:
    """With the name of a file the figure is a picture; without one it is its caption."""
    figure = next(part.figure for part in brief.sections[0].sections if part.figure)
    assert "](<south.svg>)" in write_markdown(brief, figure_links={figure.id: "south.svg"})
    assert "![" not in write_markdown(brief)


def test_the_same_brief_gives_the_same_text(brief: Brief, drawings: dict[str, Drawing]) -> None:
    """Nothing of the moment or of an order of chance enters."""
    assert write_html(brief, drawings) == write_html(desk.compose(), dict(drawings))
    assert write_markdown(brief) == write_markdown(desk.compose())


def test_the_pdf_is_tagged_set_in_its_own_fonts_and_the_same_each_time(
    brief: Brief, drawings: dict[str, Drawing]
) -> None:
    """PDF/UA tags, the language, the bundled fonts, no date of the moment, equal bytes."""
    pypdf = pytest.importorskip("pypdf")
    content = write_pdf(brief, drawings)
    assert content == write_pdf(brief, drawings)
    reader = pypdf.PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Groundtruce-Sans" in font or "GroundtruceSans" in font for font in fonts), fonts
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Sector South grew by" in text


def test_steering_characters_are_replaced_and_letters_kept() -> None:
    """Armenian, Azerbaijani and Arabic letters, tabs and line breaks pass; escapes and overrides do not."""
    kept = "Հին Թաղեր Köhnə Tağlar سلام\t\n"
    assert make_inert(kept) == kept
    assert make_inert("a\x1b[2Jb\u202ec\ud800") == "a�[2Jb�c�"
