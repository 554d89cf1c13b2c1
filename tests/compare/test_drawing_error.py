"""The model of drawing errors, against simulated drawings and against values worked out by hand."""

import math

import numpy as np
import pytest

from groundtruce.compare.zones.correlation import Correlation, usual_correlation
from groundtruce.compare.zones.drawing_error import DrawingErrors, DrawnLines, inside_probability

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


def known(error_km: float, *, earlier_km: float = 0.0) -> DrawingErrors:
    """Errors whose correlation length is known to be ten of them."""
    return DrawingErrors(earlier_km=earlier_km, later_km=error_km, correlation=Correlation.known(10))


def spread_of(errors: DrawingErrors, earlier_length: float, later_length: float) -> float:
    """Half the interval of one area."""
    earlier, later = (
        DrawnLines(np.array([error]), np.array([length]))
        for error, length in ((errors.earlier_km, earlier_length), (errors.later_km, later_length))
    )
    return float(errors.area_spreads(earlier, later)[0])


def test_the_area_along_a_short_line_varies_by_error_times_length() -> None:
    """A line far shorter than the correlation length moves as one: 100 m on 10 m, within 1.96 deviations."""
    assert spread_of(known(0.1), 0.0, 0.01) == pytest.approx(1.96 * 0.1 * 0.01, rel=0.01)


def test_the_area_along_a_long_line_agrees_with_simulation() -> None:
    """50 km meant, drawn with an error of 100 m, worked out: 1.96 · 0.1·√(√(2π)·1·50) = 2.19 km²; and so it is in 2,000 drawings."""
    drawn = 50 * math.sqrt(1.01)  # slanting by a tenth on average, a line is drawn 0.5 % longer than meant
    spread = spread_of(known(0.1), 0.0, drawn)
    assert spread == pytest.approx(1.96 * 0.1 * math.sqrt(math.sqrt(2 * math.pi) * 50), rel=0.02)
    areas = simulate_lines(error_km=0.1, length_km=50, lines=2000).mean(axis=1) * 50
    assert spread == pytest.approx(1.96 * areas.std(), rel=0.05)


def test_the_deepest_excursion_agrees_with_simulation() -> None:
    """How often a redraw strays beyond 3 and 3.5 errors somewhere on 50 km, in 2,000 drawings."""
    deepest = np.abs(simulate_lines(error_km=0.1, length_km=50, lines=2000)).max(axis=1)
    found = known(0.1).redraw_probabilities(np.array([3.0, 3.5]), 500.0)
    assert found == pytest.approx([(deepest > 0.3).mean(), (deepest > 0.35).mean()], abs=0.03)


def test_deeper_parts_are_less_likely_redraws_and_longer_lines_make_them_likelier() -> None:
    """The chance falls with depth and rises with the length that was redrawn."""
    shallow, deep = ERRORS.redraw_probabilities(np.array([2.0, 4.0]), 20)
    assert shallow > deep > 0
    assert ERRORS.redraw_probabilities(np.array([4.0]), 2000)[0] > deep


@pytest.mark.parametrize("in_errors", [3, 10, 40])
def test_the_crossings_of_two_drawings_tell_how_long_they_stray_together(in_errors: float) -> None:
    """Two lines of 400 km with errors of 100 m that part as often as the length says: it is found to a fifth."""
    errors = DrawingErrors(earlier_km=0.1, later_km=0.1)
    parts = round(0.74 * 400 / (math.pi * in_errors * 0.1))
    redrawn = 400 * math.sqrt(1 + in_errors**-2) / errors.combined_km
    believed = errors.learn(parts=parts, redrawn=redrawn).correlation
    assert believed.in_errors @ believed.weights == pytest.approx(in_errors, rel=0.2)


def test_the_share_of_counted_crossings_is_that_of_simulated_lines() -> None:
    """Of the crossings of zero that Rice's formula expects, 0.74 lead to an excursion of more than half the error."""
    lines = simulate_lines(error_km=0.1, length_km=50, lines=300)
    expected = lines.shape[0] * 50 / (math.pi * 1.0)
    counted = sum(
        int((np.maximum.reduceat(np.abs(line), np.flatnonzero(np.diff(np.sign(line)))) > 0.05).sum()) for line in lines
    )
    assert counted / expected == pytest.approx(0.74, abs=0.03)


def test_without_drawings_to_look_at_the_usual_lengths_are_believed() -> None:
    """Two lines that nowhere part say nothing: what is believed stays even between 2 and 50 errors."""
    usual = usual_correlation()
    inside = (usual.in_errors > 2) & (usual.in_errors < 50)
    assert np.ptp(usual.weights[inside]) == 0
    assert usual.weights[inside].sum() > 0.7
    learnt = ERRORS.learn(parts=0, redrawn=0.0).correlation
    assert learnt.weights == pytest.approx(usual.weights)


def test_an_unknown_correlation_length_widens_the_interval_of_an_area() -> None:
    """An interval over all usual lengths is as wide as that of a length between the middle one and the longest."""
    spreads = [
        spread_of(DrawingErrors(earlier_km=0.1, later_km=0.1, correlation=each), 100.0, 100.0)
        for each in (Correlation.known(10), usual_correlation(), Correlation.known(200))
    ]
    assert spreads == sorted(spreads)


def test_the_area_hidden_in_slivers_grows_with_them() -> None:
    """Slivers far wider than the error are the change itself; none can hide in no line."""
    errors = known(0.1)
    assert errors.hidden_area(1.0, 0.0, 0.0) == 0
    assert errors.hidden_area(50.0, 50.0, spread_of(errors, 50.0, 50.0)) == pytest.approx(50.0, rel=0.05)


def test_a_place_on_the_line_is_as_likely_inside_as_outside() -> None:
    """One combined error inside is 84 %; a place's own uncertainty counts with half of it."""
    inside = np.array([0.0, 0.5, -0.5])
    probabilities = inside_probability(inside, drawing_error_km=0.3, uncertainty_km=np.full(3, 0.8))
    assert probabilities == pytest.approx([0.5, 0.8413, 0.1587], abs=1e-4)


def test_drawings_without_error_leave_no_doubt() -> None:
    """Where both are exact, a metre is a move and a place a metre inside is inside."""
    exact = DrawingErrors(earlier_km=0.0, later_km=0.0)
    assert exact.redraw_probabilities(np.array([0.001]) / exact.combined_km, 100 / exact.combined_km)[0] < 1e-6
    assert spread_of(exact, 10, 10) == pytest.approx(0, abs=1e-9)
    assert inside_probability(np.array([0.001]), drawing_error_km=0, uncertainty_km=np.zeros(1)) == [pytest.approx(1)]
