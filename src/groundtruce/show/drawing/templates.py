"""The templates of figures, which are SVG."""

import functools

import jinja2

from groundtruce.show.drawing.palette import paint
from groundtruce.show.drawing.paths import write_pixel


@functools.cache
def load_template(name: str) -> jinja2.Template:
    """A template of `show/templates`: whatever stands in a value, it is escaped, and one that is missing stops the drawing."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("groundtruce.show"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["px"] = write_pixel
    environment.globals["paint"] = paint
    return environment.get_template(name)
