"""The templates of figures, which are SVG."""

import functools

import jinja2

from groundtruce.show.drawing.palette import paint
from groundtruce.show.drawing.paths import write_pixel
from groundtruce.show.templating import make_environment


@functools.cache
def load_template(name: str) -> jinja2.Template:
    """A template of `show/templates`: whatever stands in a value, it is escaped, and one that is missing stops the drawing."""
    environment = make_environment()
    environment.filters["px"] = write_pixel
    environment.globals["paint"] = paint
    return environment.get_template(name)
