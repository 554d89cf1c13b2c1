"""Numbers and directions in words."""

import pytest

from groundtruce.show.wording import (
    say_direction,
    say_interval,
    say_list,
    say_number,
    say_probability,
)


@pytest.mark.parametrize(
    ("best", "low", "high", "said"),
    [
        (74.2, 65.1, 83.3, "74 ± 9 km"),
        (24.31, 24.1, 24.52, "24.3 ± 0.2 km"),
        (33.3, 31.8, 34.8, "33.3 ± 1.5 km"),
        (342.0, 272.0, 427.0, "342 km (272 to 427)"),
        (0.0, 0.0, 0.42, "none (at most 0.4 km)"),
        (1234.0, 1000.0, 1468.0, "1,234 ± 234 km"),
        (719.0, None, None, "719 km"),
        (12.34, None, None, "12.3 km"),
        (24.0, None, None, "24 km"),
    ],
)
def test_an_interval_decides_how_many_digits_are_said(
    best: float, low: float | None, high: float | None, said: str
) -> None:
    """A symmetric interval follows the number, a skewed one stands in brackets, none is said as none."""
    assert say_interval(best, low, high, "km") == said


@pytest.mark.parametrize(
    ("bearing", "said"), [(0, "north"), (180, "south"), (214, "south-west"), (337.6, "north"), (360, "north")]
)
def test_a_bearing_is_said_as_the_nearest_of_eight_directions(bearing: float, said: str) -> None:
    """North is both ends of the circle."""
    assert say_direction(bearing) == said


def test_no_probability_is_certain() -> None:
    """Neither 0 nor 100 % is ever said."""
    assert [say_probability(each) for each in (0, 0.5, 1)] == ["under 1 %", "50 %", "over 99 %"]


def test_minus_zero_is_zero() -> None:
    """A rounded small negative number has no sign, a large one a true minus."""
    assert say_number(-0.01, 1) == "0.0"
    assert say_number(-1234.5, 1) == "−1,234.5"


def test_lists_are_said_with_a_word_before_the_last() -> None:
    """One, two, three items."""
    assert [say_list(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
