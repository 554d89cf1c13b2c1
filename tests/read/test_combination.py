"""What the encoder labels and what the rules find, put together."""

from groundtruce.model.claims import Attribution
from groundtruce.model.documents import Piece, Span
from groundtruce.read.attribution.combination import Ruled, combine_attributions


def said(
    *, source: Piece | None = None, cue: Piece | None = None, content: Span, mode: str = "indirect"
) -> Attribution:
    return Attribution(
        id="",
        source=(source,) if source else None,
        cue=(cue,) if cue else None,
        content=content,
        mode=mode,  # type: ignore[arg-type]
        stance="asserts",
        speaker=None,
    )


LABELLED = said(source=(0, 4), cue=(5, 9), content=((10, 40),))


def test_labelled_spans_prevail_over_a_parse() -> None:
    """For the same cue, the rules' clause gives way."""
    ruled = Ruled(attribution=said(source=(0, 2), cue=(5, 9), content=((10, 30),)), firm=False)
    assert combine_attributions([LABELLED], [ruled]) == [LABELLED]


def test_a_content_that_marks_bound_prevails_over_labels() -> None:
    """How far a quotation reaches is the rules' to say, over paragraphs too; source and cue stay as labelled."""
    ruled = Ruled(attribution=said(source=(0, 2), cue=(5, 9), content=((10, 60), (62, 90)), mode="direct"), firm=True)
    assert combine_attributions([LABELLED], [ruled]) == [
        said(source=(0, 4), cue=(5, 9), content=((10, 60), (62, 90)), mode="direct")
    ]


def test_what_stands_inside_a_content_is_added() -> None:
    """Labels are flat: the rules find what is reported within, but not what lies across a labelled part's edge."""
    inner = said(source=(12, 14), cue=(15, 18), content=((19, 38),))
    across = said(source=(12, 14), cue=(15, 18), content=((19, 45),))
    found = combine_attributions([LABELLED], [Ruled(attribution=one, firm=False) for one in (inner, across)])
    assert found == [LABELLED, inner]


def test_what_nothing_labels_is_added() -> None:
    """Where the encoder sees nothing, the rules' attribution stays."""
    apart = said(cue=(50, 52), content=((53, 70),))
    assert combine_attributions([LABELLED], [Ruled(attribution=apart, firm=False)]) == [LABELLED, apart]


def test_two_cues_for_one_utterance_make_one_attribution() -> None:
    """The cue that closes the utterance prevails; what the encoder made of the one before it goes."""
    closing = said(source=(50, 54), cue=(45, 49), content=((60, 70),))
    ruled = Ruled(
        attribution=said(source=(50, 54), cue=(45, 49), content=((10, 44),), mode="direct"), firm=True, second=((5, 9),)
    )
    assert combine_attributions([LABELLED, closing], [ruled]) == [
        said(source=(50, 54), cue=(45, 49), content=((10, 44),), mode="direct")
    ]


def test_a_closing_cue_that_nothing_labels_still_prevails() -> None:
    """Where the encoder labels only the cue before the utterance, the rules' attribution stands for both."""
    whole = said(source=(50, 54), cue=(45, 49), content=((10, 44),), mode="direct")
    ruled = Ruled(attribution=whole, firm=True, second=((5, 9),))
    assert combine_attributions([LABELLED], [ruled]) == [whole]


def test_a_source_that_labels_cut_short_is_whole_again() -> None:
    """Where marks bound the attribution, the rules' source is taken if it holds the labelled one, and only then."""
    longer = Ruled(attribution=said(source=(0, 4), cue=(5, 9), content=((10, 40),)), firm=True)
    short = said(source=(0, 2), cue=(5, 9), content=((10, 40),))
    assert combine_attributions([short], [longer]) == [LABELLED]
    shorter = Ruled(attribution=short, firm=True)
    assert combine_attributions([LABELLED], [shorter]) == [LABELLED]


def test_a_source_that_labels_lack_comes_from_the_rules() -> None:
    """The rules' attribution stands as a whole then, since its content may begin behind its source."""
    sourceless = said(cue=(5, 9), content=((10, 40),))
    ruled = said(source=(10, 14), cue=(5, 9), content=((15, 40),))
    assert combine_attributions([sourceless], [Ruled(attribution=ruled, firm=False)]) == [ruled]
