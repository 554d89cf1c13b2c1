"""How templates are filled in: every value is escaped, and one that is missing stops the writing."""

from typing import Any

import jinja2


def make_environment(**more: Any) -> jinja2.Environment:
    """What loads the templates of `show/templates`; `more` are further settings of Jinja."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("groundtruce.show"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **more,
    )
