"""The resources as pages for people: no script, every text escaped and inert."""

import functools
from typing import Any

import jinja2
from markupsafe import Markup

from groundtruce.show.inert import make_inert
from groundtruce.web.answering import Body

HTML = "text/html; charset=utf-8"


def write_page(template: str, **values: Any) -> Body:
    """A page from a template in `web/templates`."""
    return Body(_environment().get_template(template).render(**values).encode(), HTML)


# ---------------------------------------------------------------------------------------------------------------


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("groundtruce.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_make_inert,
    )


def _make_inert(value: object) -> object:
    return make_inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
