"""Writes a brief as one self-contained HTML file: no script, no network, every sentence linked to its source and back."""

import base64
import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

import markupsafe
from markupsafe import Markup

from groundtruce.model.briefs import Brief, Reference
from groundtruce.model.times import format_date, parse_day
from groundtruce.show.brief_figures import Drawing
from groundtruce.show.drawing.palette import dark_rules
from groundtruce.show.inert import make_inert, make_line
from groundtruce.show.own_templates import OwnTemplates, fill_in, make_sandbox
from groundtruce.show.sources import (
    READ_BY_MACHINE,
    RING,
    group_references,
    group_sources,
    say_document,
    say_source,
    shared_references,
    shorten_quote,
    unquoted_references,
)
from groundtruce.show.wording import say_judged, say_moment, say_window


def write_html(
    brief: Brief, figures: Mapping[str, Drawing] | None = None, *, templates: OwnTemplates | None = None
) -> str:
    """The brief as a page for light and dark, wide and narrow screens, and paper. The same input gives the same text.

    `figures` are the drawings of `brief_figures.draw_figures` by figure identifier; one without a drawing is its caption.
    The page allows itself nothing but its own styles, fonts and pictures (a Content Security Policy says so to the
    browser). `templates` are a user's own: `brief.html.j2` for the page, `own.css` for styles behind ours. Raises
    `UnusableInput` where one of them is broken.
    """
    return _render(brief, figures or {}, ("base.css", "screen.css", "dark.css", "paper.css"), templates)


def write_print_html(
    brief: Brief, figures: Mapping[str, Drawing] | None = None, *, templates: OwnTemplates | None = None
) -> str:
    """The same page with the styles of paper only, for a renderer of pages, whose pictures take their words from a title."""
    titled = {figure: Drawing(*map(_add_title, drawing)) for figure, drawing in (figures or {}).items()}
    return _render(brief, titled, ("base.css", "print.css"), templates)


# ---------------------------------------------------------------------------------------------------------------

_FONTS = (
    ("Groundtruce Sans", 400, "GroundtruceSans.woff2"),
    ("Groundtruce Sans", 600, "GroundtruceSansSemibold.woff2"),
    ("Groundtruce Serif", 400, "GroundtruceSerif.woff2"),
)
_STATUS_MARKS = {
    "Breached": "▲",
    "Disputed": "◆",
    "Undetermined": "○",
    "Not yet due": "◇",
    "Met": "●",
    "Not checkable": "–",
}
_HOVER_CHARACTERS = 240
_LABEL = re.compile(r'<svg [^>]*aria-label="(?P<words>[^"]*)"[^>]*>')
_WAYS_BACK = 9


class _Anchors:
    """Numbers the sentences as the page shows them, and remembers which of them rest on which reference."""

    def __init__(self) -> None:
        self._of: dict[int, list[str]] = {}
        self._count = 0

    def add(self, references: Sequence[int]) -> str:
        """The next sentence's anchor."""
        self._count += 1
        anchor = f"s{self._count}"
        for number in references:
            self._of.setdefault(number, []).append(anchor)
        return anchor

    def leading_to(self, number: int) -> list[str]:
        """The anchors of the first sentences that rest on reference `number`, in the order of the page."""
        return self._of.get(number, [])[:_WAYS_BACK]


def _render(
    brief: Brief, figures: Mapping[str, Drawing], styles: tuple[str, ...], templates: OwnTemplates | None
) -> str:
    style = _styles(styles) + (templates.files.get("own.css", "") if templates else "")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    since, on = parse_day(brief.since), parse_day(brief.on)
    environment = make_sandbox(templates, escape=_escape)
    environment.filters.update(
        date=format_date, moment=say_moment, document=say_document, source=say_source, judged=say_judged
    )
    environment.globals.update(
        read_by_machine=READ_BY_MACHINE,
        ring=RING,
        status_marks=_STATUS_MARKS,
        shared_references=shared_references,
        group_references=group_references,
        shorten=shorten_quote,
        unquoted=unquoted_references,
    )
    values = {
        "brief": brief,
        "days": format_date(brief.on),
        "window": say_window(since, on),
        "style": Markup(style),  # noqa: S704 — our own style sheets, and the user's
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'",
        "drawings": {figure: Drawing(*map(Markup, drawing)) for figure, drawing in figures.items()},
        "anchors": _Anchors(),
        "sources": {reference.number: _say_on_hover(reference) for reference in brief.references},
        "quotes": {reference.number: reference.citation.quote for reference in brief.references},
        "source_groups": group_sources(brief.references),
    }
    return fill_in(environment, "brief.html.j2", templates, values)


def _add_title(drawing: str) -> str:
    """A drawing with the words that say what it shows as its title too."""
    return _LABEL.sub(r"\g<0><title>\g<words></title>", drawing, count=1)


def _escape(text: str) -> str:
    """A text as HTML that shows it and nothing else."""
    return str(markupsafe.escape(make_inert(text)))


def _say_on_hover(reference: Reference) -> str:
    quote = make_line(reference.citation.quote)
    shortened = quote if len(quote) <= _HOVER_CHARACTERS else f"{quote[:_HOVER_CHARACTERS]}…"
    return f"“{shortened}” {say_source(reference)}" if reference.kind == "passage" else say_source(reference)


@functools.cache
def _styles(names: tuple[str, ...]) -> str:
    folder = files("groundtruce.show")
    sheets = {name: folder.joinpath(f"templates/{name}").read_text("utf-8") for name in names if name not in _MADE}
    made = {"dark.css": f"@media screen and (prefers-color-scheme: dark) {{\n{dark_rules()}\n}}\n"}
    made["paper.css"] = "@media print {\n" + folder.joinpath("templates/print.css").read_text("utf-8") + "}\n"
    return "\n" + _font_faces() + "".join(sheets.get(name) or made[name] for name in names)


_MADE = ("dark.css", "paper.css")


def _font_faces() -> str:
    return "".join(_font_face(*font) for font in _FONTS)


def _font_face(family: str, weight: int, name: str) -> str:
    content = base64.b64encode(files("groundtruce.show").joinpath(f"data/{name}").read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}\n'
    )
