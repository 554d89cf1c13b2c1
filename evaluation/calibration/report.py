"""The calibration as a page, and as a picture."""

from collections.abc import Mapping, Sequence

from evaluation.calibration.figures import STATEMENTS, Row

_INTERVALS = (
    "How often each 95 % interval held what is true, in per cent, with its width at the median against that of an oracle's"
    " that knows the correlation length; and the verdicts."
)
Bins = Sequence[tuple[float, float, int]]

_COLOURS = {
    "net": "#0072B2",
    "gained": "#009E73",
    "lost": "#D55E00",
    "furthest_gain": "#CC79A7",
    "furthest_loss": "#666666",
}
_WIDTH, _HEIGHT, _EDGE = 300, 220, 45


def write_page(
    kinds: Mapping[str, Row],
    bands: Mapping[str, Mapping[str, Row]],
    power: Mapping[float, Row],
    bins: Bins,
    *,
    about: str,
) -> str:
    """Every figure in Markdown."""
    rows = [(kind, "2 to 50", row) for kind, row in kinds.items()]
    rows += [(kind, band, row) for kind, members in bands.items() for band, row in members.items()]
    names = [name.replace("_", " ") for name in STATEMENTS]
    return (
        "\n\n".join(
            [
                "# Calibration of drawing error",
                about,
                _INTERVALS,
                _write_table(
                    ["kind", "correlation (errors)", "pairs", "moved", "within error", "redrawn", *names],
                    [
                        [
                            kind,
                            band,
                            f"{row['pairs']:.0f}",
                            *(f"{row[verdict]:.1f}" for verdict in ("moved", "within error", "redrawn")),
                            *(f"{row[f'{name} holds']:.1f} (× {row[f'{name} width']:.2f})" for name in STATEMENTS),
                        ]
                        for kind, band, row in rows
                    ],
                ),
                "Ground gained and lost together in km², on average:",
                _write_table(
                    ["kind", "true", "measured", "best"],
                    [
                        [kind, *(f"{row[f'{name} km2']:.1f}" for name in ("true", "measured", "best"))]
                        for kind, row in kinds.items()
                    ],
                ),
                "Called moved, by the depth of a bulge two correlation lengths long at half its depth:",
                _write_table(
                    ["depth (errors)", *(f"{depth:g}" for depth in power)],
                    [["moved (%)", *(f"{row['moved']:.1f}" for row in power.values())]],
                ),
                "Places within six errors of the boundary: the chance stated that they lie inside, and the share that does:",
                _write_table(
                    ["stated (%)", *(f"{stated:.1f}" for stated, _, _ in bins)],
                    [
                        ["inside (%)", *(f"{found:.1f}" for _, found, _ in bins)],
                        ["places", *(f"{number}" for _, _, number in bins)],
                    ],
                ),
            ]
        )
        + "\n"
    )


def draw_plot(bands: Mapping[str, Row], power: Mapping[float, Row], bins: Bins) -> str:
    """An SVG: intervals by correlation length, the power curve, and the settlements' chances."""
    names = list(bands)
    held = [
        _line(
            [(_spread(index, len(names)), row[f"{name} holds"]) for index, row in enumerate(bands.values())],
            (80, 100),
            colour,
        )
        for name, colour in _COLOURS.items()
    ]
    depths = [((depth - 2) / 10, row["moved"]) for depth, row in power.items()]
    panels = [
        _panel(
            "Intervals of bulges that hold the truth (%)",
            [_rule(95, (80, 100)), *held, *_write_legend()],
            (80, 100),
            [(_spread(index, len(names)), name) for index, name in enumerate(names)],
            "correlation length (errors)",
        ),
        _panel(
            "Bulges called moved (%)",
            [_rule(95, (0, 100)), _line(depths, (0, 100), "#0072B2")],
            (0, 100),
            [((depth - 2) / 10, f"{depth:g}") for depth in power],
            "depth (errors)",
        ),
        _panel(
            "Settlements inside (%)",
            [
                _line([(0, 0), (1, 100)], (0, 100), "#999999"),
                _line([(stated / 100, found) for stated, found, _ in bins], (0, 100), "#0072B2"),
            ],
            (0, 100),
            [(share / 100, f"{share}") for share in (0, 25, 50, 75, 100)],
            "chance stated (%)",
        ),
    ]
    placed = "".join(
        f'<g transform="translate({index * (_WIDTH + 20)} 0)">{panel}</g>' for index, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {3 * _WIDTH + 40} {_HEIGHT + 20}" font-family="sans-serif"'
        f' font-size="11"><rect width="100%" height="100%" fill="#fff"/>{placed}</svg>\n'
    )


# ---------------------------------------------------------------------------------------------------------------


def _write_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))


def _spread(index: int, count: int) -> float:
    return (index + 0.5) / count


def _panel(
    title: str, marks: Sequence[str], scale: tuple[float, float], ticks: Sequence[tuple[float, str]], axis: str
) -> str:
    left, right, top, bottom = _EDGE, _WIDTH - 10, 25, _HEIGHT - 25
    steps = [scale[0] + share * (scale[1] - scale[0]) for share in (0, 0.25, 0.5, 0.75, 1)]
    return "".join(
        [
            f'<text x="{left}" y="15" font-weight="bold">{title}</text>',
            f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#333"/>',
            *(
                f'<text x="{left - 5}" y="{_y(step, scale) + 4:.1f}" text-anchor="end">{step:g}</text>'
                for step in steps
            ),
            *(f'<text x="{_x(at):.1f}" y="{bottom + 14}" text-anchor="middle">{label}</text>' for at, label in ticks),
            f'<text x="{(left + right) / 2}" y="{bottom + 30}" text-anchor="middle" fill="#555">{axis}</text>',
            *marks,
        ]
    )


def _write_legend() -> list[str]:
    return [
        f'<text x="{_EDGE + 10}" y="{_HEIGHT - 90 + 12 * index}" fill="{colour}">{name.replace("_", " ")}</text>'
        for index, (name, colour) in enumerate(_COLOURS.items())
    ]


def _line(points: Sequence[tuple[float, float]], scale: tuple[float, float], colour: str) -> str:
    path = " ".join(f"{_x(x):.1f},{_y(y, scale):.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'


def _rule(value: float, scale: tuple[float, float]) -> str:
    y = _y(value, scale)
    return f'<path d="M{_EDGE} {y:.1f}H{_WIDTH - 10}" stroke="#999" stroke-dasharray="4 3"/>'


def _x(share: float) -> float:
    return _EDGE + share * (_WIDTH - 10 - _EDGE)


def _y(value: float, scale: tuple[float, float]) -> float:
    return _HEIGHT - 25 - (max(value, scale[0]) - scale[0]) / (scale[1] - scale[0]) * (_HEIGHT - 50)
