"""The date on a map."""

import pytest

from groundtruce.collect.georeference.map_words import MapWord
from groundtruce.collect.pictures.printed_dates import find_printed_dates, join_lines


@pytest.mark.parametrize(
    "line", ["27 September 2020", "As of September 27th, 2020", "27. Sept 2020", "2020-09-27", "Stand 27.09.2020"]
)
def test_a_day_is_read_in_the_ways_that_maps_print_it(line: str) -> None:
    """All of them the same day."""
    assert find_printed_dates([line]) == ("2020-09-27",)


@pytest.mark.parametrize(
    "line",
    [
        "по состоянию на 27 сентября 2020 г.", "27 вересня 2020", "27 Eylül 2020", "27 sentyabr 2020", "27 սեպտեմբերի 2020",
        "27 septembre 2020", "27 de septiembre de 2020", "27. September 2020", "٢٧ سبتمبر ٢٠٢٠", "2020년 9월 27일",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_words_of_the_parties(line: str) -> None:
    """Maps are printed in the languages of those who publish them."""
    assert find_printed_dates([line]) == ("2020-09-27",)


def test_what_is_no_day_is_passed_over() -> None:
    """A day that no month has, a month alone, a day that could be a month, numbers around a word that is no month."""
    lines = ["31 June 2020", "31 июня 2020", "September 2020", "09/10/2020", "27 km border 2020", "12 Brigade 2020"]
    assert find_printed_dates(lines) == ()


def test_words_of_one_line_are_joined_and_others_are_not() -> None:
    """By their height and their distance."""

    def word(text: str, left: float, top: float) -> MapWord:
        return MapWord(text=text, left=left, top=top, width=8.0 * len(text), height=12, confidence=0.9)

    words = [
        word("September", 40, 10),
        word("27", 16, 10),
        word("2020", 118, 11),
        word("2019", 16, 60),
        word("x", 300, 10),
    ]
    assert sorted(join_lines(words)) == ["2019", "27 September 2020", "x"]
