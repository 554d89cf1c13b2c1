"""Words and word pieces, as training and reading both see them."""

from groundtruce.read.labelling.words import (
    INSIDE,
    LOWER,
    MARK,
    MIXED,
    NO_LETTERS,
    OUTSIDE,
    TITLE,
    UPPER,
    WordPieces,
    pack_paragraphs,
    split_words,
)

VOCABULARY = {
    name: n for n, name in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "cease", "##fire", "c", "##e", "cafe"])
}


def test_words_and_marks_stand_alone_with_their_offsets() -> None:
    """Punctuation is a word of its own; white space is none."""
    text = "It’s over, “yes”."
    assert [text[word.start : word.end] for word in split_words(text)] == [
        *["It", "’", "s", "over", ",", "“", "yes", "”", "."]
    ]


def test_looks_tell_what_an_uncased_model_cannot_see() -> None:
    """Lower case, title case, capitals, mixed case, and no letters."""
    looks = [word.look for word in split_words("mill Tolmen NATO McVarn 12")]
    assert looks == [LOWER, TITLE, UPPER, MIXED, NO_LETTERS]


def test_quotation_marks_are_followed_within_a_paragraph() -> None:
    """Words inside marks are told from those outside; a paragraph's end closes what was left open."""
    quotes = [word.quote for word in split_words('a "b" c “d\n\ne')]
    assert quotes == [OUTSIDE, MARK, INSIDE, MARK, OUTSIDE, MARK, INSIDE, OUTSIDE]


def test_paragraphs_are_numbered_by_line_breaks() -> None:
    """Blank lines and their number make no difference."""
    assert [word.paragraph for word in split_words("a\n\n\nb c\nd")] == [0, 1, 1, 2]


def test_word_pieces_are_the_longest_that_the_vocabulary_has() -> None:
    """Case and accents are dropped; a word that no pieces make up is unknown."""
    pieces = WordPieces(VOCABULARY)
    assert pieces.split("Ceasefire") == (4, 5)
    assert pieces.split("Café") == (8,)
    assert pieces.split("ce") == (6, 7)
    assert pieces.split("peace") == (1,)


def test_paragraphs_are_packed_up_to_the_limit() -> None:
    """Whole paragraphs only; one that is too long stands alone; a smaller first limit shifts the rest."""
    assert pack_paragraphs([3, 3, 3, 9, 1], limit=6) == [(0, 2), (2, 3), (3, 4), (4, 5)]
    assert pack_paragraphs([3, 3, 3], limit=6, first=3) == [(0, 1), (1, 3)]
    assert pack_paragraphs([], limit=6) == []
