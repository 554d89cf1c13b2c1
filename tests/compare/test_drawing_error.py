"""The model of drawing errors, against simulated drawings and against values worked out by hand."""

import math

import numpy as np
import pytest

from groundtruce.compare.drawing_error import DrawingErrors, inside_probability

ERRORS = DrawingErrors(earlier_km=0.3, later_km=0.4)


def simulate_lines(*, error_km: float, length_km: float, lines: int, seed: int = 7) -> np.ndarray:
    """Displacements in km along closed lines, every 1/40 of the correlation length: shape `(lines, points)`."""
    scale, step = 10 * error_km, error_km / 4
    points = int(length_km / step)
    frequencies = np.fft.rfftfreq(points, d=step)
    weights = np.exp(-((2 * np.pi * frequencies * scale) ** 2) / 4)
    noise = np.random.default_rng(seed).normal(size=(lines, points))
    fields = np.fft.irfft(np.fft.rfft(noise) * weights, n=points)
    return error_km * fields / fields.std()


def test_two_independent_drawings_combine_in_quadrature() -> None:
    """Errors of 300 m and 400 m make 500 m between the lines."""
    assert ERRORS.combined_km == pytest.approx(0.5)


def test_lines_closer_than_a_metre_are_the_same_line() -> None:
    """A tenth of the error, but never more than a metre."""
    assert ERRORS.same_line_km == 0.001
    assert DrawingErrors(earlier_km=0.003, later_km=0.004).same_line_km == pytest.approx(0.0005)


def test_the_area_along_a_short_line_varies_by_error_times_length() -> None:
    """A line far shorter than the correlation length moves as one."""
    errors = DrawingErrors(earlier_km=0.0, later_km=0.1)
    assert errors.area_deviation(0.0, 0.01) == pytest.approx(0.1 * 0.01, rel=1e-3)


def test_the_area_along_a_long_line_agrees_with_simulation() -> None:
    """50 km drawn with an error of 100 m, worked out: 0.1·√(√(2π)·1·50) = 1.12 km²; and so it is in 2,000 drawings."""
    errors = DrawingErrors(earlier_km=0.0, later_km=0.1)
    assert errors.area_deviation(0.0, 50.0) == pytest.approx(0.1 * math.sqrt(math.sqrt(2 * math.pi) * 50), rel=0.02)
    areas = simulate_lines(error_km=0.1, length_km=50, lines=2000).mean(axis=1) * 50
    assert errors.area_deviation(0.0, 50.0) == pytest.approx(areas.std(), rel=0.05)


def test_the_deepest_excursion_agrees_with_simulation() -> None:
    """How often a redraw strays beyond 3 and 3.5 errors somewhere on 50 km, in 2,000 drawings."""
    errors = DrawingErrors(earlier_km=0.0, later_km=0.1)
    deepest = np.abs(simulate_lines(error_km=0.1, length_km=50, lines=2000)).max(axis=1)
    for level in (0.3, 0.35):
        assert errors.redraw_probability(level, 50.0) == pytest.approx((deepest > level).mean(), abs=0.03)


def test_deeper_parts_are_less_likely_redraws_and_longer_lines_make_them_likelier() -> None:
    """The chance falls with depth and rises with the length that was redrawn."""
    assert ERRORS.redraw_probability(1.0, 10) > ERRORS.redraw_probability(2.0, 10) > 0
    assert ERRORS.redraw_probability(2.0, 1000) > ERRORS.redraw_probability(2.0, 10)


def test_the_area_hidden_in_slivers_grows_with_them() -> None:
    """Slivers far wider than the error are the change itself; none can hide in no line."""
    errors = DrawingErrors(earlier_km=0.0, later_km=0.1)
    assert errors.hidden_area(1.0, 0.0, 0.0) == 0
    assert errors.hidden_area(50.0, 50.0, 50.0) == pytest.approx(50.0, rel=0.05)


def test_a_place_on_the_line_is_as_likely_inside_as_outside() -> None:
    """One combined error inside is 84 %; a place's own uncertainty counts with half of it."""
    inside = np.array([0.0, 0.5, -0.5])
    probabilities = inside_probability(inside, drawing_error_km=0.3, uncertainty_km=np.full(3, 0.8))
    assert probabilities == pytest.approx([0.5, 0.8413, 0.1587], abs=1e-4)


def test_drawings_without_error_leave_no_doubt() -> None:
    """Where both are exact, a metre is a move and a place a metre inside is inside."""
    exact = DrawingErrors(earlier_km=0.0, later_km=0.0)
    assert exact.redraw_probability(0.001, 100) < 1e-6
    assert exact.area_deviation(10, 10) == 0
    assert inside_probability(np.array([0.001]), drawing_error_km=0, uncertainty_km=np.zeros(1)) == [pytest.approx(1)]
