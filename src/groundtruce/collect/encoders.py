"""The attribution encoder's weights, which ship with the package, and the runtime that computes with them."""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundtruce.errors import UnusableInput

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

WEIGHTS = Path(str(resources.files("groundtruce"))) / "read" / "weights"


class OnnxEncoder:
    """The network of `training/`, run by ONNX Runtime on one core."""

    def __init__(
        self, session: "InferenceSession", *, vocabulary: Mapping[str, int], weights: Mapping[str, Floats]
    ) -> None:
        self._session = session
        self.vocabulary = vocabulary
        self.weights = weights

    def run(self, pieces: Sequence[int], looks: Sequence[int], quotes: Sequence[int]) -> tuple[Floats, Floats]:
        """For each word piece of a window the scores of the labels (length, labels), and its link vector."""
        inputs = {"pieces": pieces, "look": looks, "quote": quotes}
        scores, vectors = self._session.run(
            None, {name: np.array([values], dtype=np.int64) for name, values in inputs.items()}
        )
        return scores, vectors


def load_encoder(folder: Path = WEIGHTS) -> OnnxEncoder | None:
    """The encoder in a folder; none where the folder holds none or ONNX Runtime is not installed.

    Raises `UnusableInput` for weights that are broken.
    """
    model = folder / "attribution.onnx"
    if not model.exists():
        return None
    try:
        import onnxruntime  # noqa: PLC0415 - takes a moment to import, and may be absent
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    broken = onnxruntime.capi.onnxruntime_pybind11_state
    try:
        # On processors, the fused form of skips and norms is the slower one.
        session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
        with np.load(folder / "attribution.npz") as archive:
            weights = dict(archive)
        lines = (folder / "vocabulary.txt").read_text("utf-8").splitlines()
    except (OSError, ValueError, broken.Fail, broken.InvalidProtobuf, broken.InvalidGraph) as error:
        raise UnusableInput(model, f"does not load: {' '.join(str(error).split())}") from error
    return OnnxEncoder(session, vocabulary={name: n for n, name in enumerate(lines)}, weights=weights)
