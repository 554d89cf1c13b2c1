"""Fills in the templates of a brief: ours, or a user's own in a sandbox, where a document's text cannot become markup."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import TracebackType
from typing import Any, NamedTuple

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from groundtruce.errors import UnusableInput

OURS = "groundtruce/"
"""Under this name a template finds ours, to extend it: `{% extends "groundtruce/brief.html.j2" %}`."""
MAX_CHARACTERS = 64 * 1024 * 1024
"""No page is longer; a template that writes more goes round in circles."""


class OwnTemplates(NamedTuple):
    """A user's templates and style sheets, by their names in a folder."""

    folder: str
    files: Mapping[str, str]


def make_sandbox(own: OwnTemplates | None, *, escape: Callable[[str], str]) -> jinja2.Environment:
    """What loads a user's templates, and ours for what is not among them.

    Every value is escaped by `escape` on its way into the page, whatever a template does: nothing in a template can mark a
    document's text as safe. A value that is missing stops the writing.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FunctionLoader(lambda name: _find_own(own, name)),
                jinja2.PrefixLoader({OURS.rstrip("/"): jinja2.PackageLoader("groundtruce.show")}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: _make_safe(value, escape),
    )
    for name in _UNSAFE_FILTERS:
        del environment.filters[name]
    return environment


def fill_in(environment: jinja2.Environment, name: str, own: OwnTemplates | None, values: Mapping[str, Any]) -> str:
    """A template filled in, a user's own where there is one of that name, else ours.

    Raises `UnusableInput` with the line where a user's template is broken, asks for one that is missing, or fails.
    """
    found = name if own and name in own.files else f"{OURS}{name}"
    try:
        return _join_bounded(environment.get_template(found).generate(**values), name=found)
    except jinja2.TemplateSyntaxError as error:
        if own is None or error.name is None or error.name not in own.files:
            raise
        raise UnusableInput(_path(own, error.name), error.message or "", place=f"line {error.lineno}") from error
    except Exception as error:
        # Whatever a user's template does may fail in any way; what fails in ours is ours, and stays an error.
        place = _find_line(error.__traceback__, own)
        if place is None or own is None:
            raise
        reason = f"there is no template {error}" if isinstance(error, jinja2.TemplateNotFound) else str(error)
        raise UnusableInput(_path(own, place[0]), reason or type(error).__name__, place=f"line {place[1]}") from error


# ---------------------------------------------------------------------------------------------------------------

_UNSAFE_FILTERS = ("safe", "urlize")
"""The one vouches for a text, the other makes links of it."""


def _find_own(own: OwnTemplates | None, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    if own is None or name not in own.files:
        return None
    return own.files[name], _path(own, name), lambda: True


def _path(own: OwnTemplates, name: str) -> str:
    return str(PurePath(own.folder) / name)


def _make_safe(value: object, escape: Callable[[str], str]) -> object:
    """A text escaped also where a template has switched that off; markup of our own passes."""
    return Markup(escape(value)) if isinstance(value, str) and not isinstance(value, Markup) else value  # noqa: S704


def _join_bounded(pieces: Any, *, name: str) -> str:
    joined, length = [], 0
    for piece in pieces:
        joined.append(piece)
        length += len(piece)
        if length > MAX_CHARACTERS:
            raise UnusableInput(name, f"writes more than {MAX_CHARACTERS} characters")
    return "".join(joined)


def _find_line(traceback: TracebackType | None, own: OwnTemplates | None) -> tuple[str, int] | None:
    """The innermost line of a user's template that an error passed through."""
    names = {_path(own, name): name for name in own.files} if own else {}
    found = None
    while traceback:
        name = names.get(traceback.tb_frame.f_code.co_filename)
        found = (name, traceback.tb_lineno) if name else found
        traceback = traceback.tb_next
    return found
