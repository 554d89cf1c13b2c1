"""The colours of figures, for light and dark paper. Meaning never hangs on them alone: lines and fills differ in form."""

from collections.abc import Mapping

_HALO = {"fill": "none", "stroke": "#f6f3ec", "stroke-width": "3.5", "stroke-linejoin": "round"}
_ON_LIGHT = {"fill": "#1c2024", "font-size": "12"}
ZONE = "#2b6690"
"""A zone's colour where the case gives its holder none."""

LIGHT: Mapping[str, Mapping[str, str]] = {
    "sea": {"fill": "#dfe6ea"},
    "land": {"fill": "#f6f3ec"},
    "border": {"fill": "none", "stroke": "#b3ada1", "stroke-width": "1"},
    "frame": {"fill": "none", "stroke": "#c9c4b8", "stroke-width": "1"},
    "country": {"fill": "#8d877a", "font-size": "11", "letter-spacing": "1.6"},
    "agreed": {"fill": "none", "stroke": "#1c2024", "stroke-width": "1.4", "stroke-dasharray": "7 4"},
    "before-band": {"fill": "#1c2024", "fill-opacity": "0.13"},
    "before": {"fill": "none", "stroke": "#4c535a", "stroke-width": "1"},
    "place": {"fill": "#f6f3ec", "stroke": "#6b6f73", "stroke-width": "1.1"},
    "spread": {"fill": "#1c2024", "fill-opacity": "0.10"},
    "changed": {"fill": "#1c2024", "stroke": "#f6f3ec", "stroke-width": "1.2"},
    "given-up": {"fill": "#f6f3ec", "stroke": "#1c2024", "stroke-width": "2"},
    "unsure": {"fill": "#f6f3ec", "stroke": "#1c2024", "stroke-width": "1.4", "stroke-dasharray": "2 2"},
    "reach": {"fill": "none", "stroke": "#1c2024", "stroke-width": "1.2"},
    "arrow": {"fill": "#1c2024"},
    "text": {"fill": "#1c2024", "font-size": "13"},
    "strong": {"fill": "#1c2024", "font-size": "14", "font-weight": "600"},
    "quiet": {"fill": "#5d5a52", "font-size": "12"},
    "title": {"fill": "#1c2024", "font-size": "20", "font-weight": "600"},
    "strong-halo": {**_HALO, "font-size": "14", "font-weight": "600"},
    "quiet-halo": {**_HALO, "font-size": "12"},
    "core": {"fill": "none", "stroke": "#f6f3ec", "stroke-width": "1.6"},
    "scale": {"fill": "none", "stroke": "#1c2024", "stroke-width": "1.4"},
    "grid": {"fill": "none", "stroke": "#e2ded4", "stroke-width": "1"},
    "hollow": {"fill": "#ffffff", "stroke-width": "1.2"},
    "paper": {"fill": "#ffffff"},
    "label": {"fill": "#1c2024", "font-size": "12"},
    "day": {"fill": "none", "stroke": "#ffffff", "stroke-width": "1", "stroke-opacity": "0.55"},
    "turn": {"fill": "none", "stroke": "#1c2024", "stroke-width": "2.5"},
    "strip-met": {"fill": "#8cc4e8"},
    "strip-breached": {"fill": "#b04a00"},
    "strip-disputed": {"fill": "#f0dc5a"},
    "strip-undetermined": {"fill": "#c9c6be"},
    "strip-not-yet-due": {"fill": "#ffffff", "stroke": "#8d877a", "stroke-width": "1", "stroke-dasharray": "3 3"},
    "strip-not-checkable": {"fill": "#f2f0ea"},
    "on-met": _ON_LIGHT,
    "on-breached": {"fill": "#ffffff", "font-size": "12", "font-weight": "600"},
    "on-disputed": {**_ON_LIGHT, "font-weight": "600"},
    "on-undetermined": _ON_LIGHT,
    "on-not-yet-due": {"fill": "#5d5a52", "font-size": "12"},
    "on-not-checkable": {"fill": "#5d5a52", "font-size": "12"},
}
DARK: Mapping[str, Mapping[str, str]] = {
    "sea": {"fill": "#10161b"},
    "land": {"fill": "#23272b"},
    "border": {"stroke": "#565c61"},
    "frame": {"stroke": "#3a4046"},
    "country": {"fill": "#8b8f90"},
    "agreed": {"stroke": "#e9e5db"},
    "before-band": {"fill": "#e9e5db"},
    "before": {"stroke": "#b9b8b2"},
    "place": {"fill": "#23272b", "stroke": "#a9abaa"},
    "spread": {"fill": "#e9e5db"},
    "changed": {"fill": "#f2efe7", "stroke": "#23272b"},
    "given-up": {"fill": "#23272b", "stroke": "#f2efe7"},
    "unsure": {"fill": "#23272b", "stroke": "#f2efe7"},
    "reach": {"stroke": "#f2efe7"},
    "arrow": {"fill": "#f2efe7"},
    "text": {"fill": "#e9e5db"},
    "strong": {"fill": "#f5f2ea"},
    "quiet": {"fill": "#aeada7"},
    "title": {"fill": "#f5f2ea"},
    "strong-halo": {"stroke": "#23272b"},
    "quiet-halo": {"stroke": "#23272b"},
    "core": {"stroke": "#23272b"},
    "scale": {"stroke": "#e9e5db"},
    "grid": {"stroke": "#2c3237"},
    "hollow": {"fill": "#16191c"},
    "paper": {"fill": "#16191c"},
    "label": {"fill": "#e9e5db"},
    "day": {"stroke": "#16191c"},
    "turn": {"stroke": "#f5f2ea"},
    "strip-breached": {"fill": "#c65a12"},
    "strip-undetermined": {"fill": "#a9a69f"},
    "strip-not-yet-due": {"fill": "#16191c", "stroke": "#8b8f90"},
    "strip-not-checkable": {"fill": "#23272b"},
    "on-not-yet-due": {"fill": "#aeada7"},
    "on-not-checkable": {"fill": "#aeada7"},
}


def paint(name: str) -> str:
    """The class and the light attributes of a style, as they stand in an SVG element. Our own constants: nothing to escape."""
    attributes = "".join(f' {key}="{value}"' for key, value in LIGHT[name].items())
    return f'class="gt-{name}"{attributes}'


def dark_rules() -> str:
    """The CSS rules that turn a figure dark: a rule outweighs the attributes that `paint` gives."""
    return "\n".join(
        f".gt-{name} {{ {' '.join(f'{key}: {value};' for key, value in style.items())} }}"
        for name, style in DARK.items()
    )
