"""How a process that answers one question uses its memory."""

import gc


def stop_collecting() -> None:
    """Stop looking for garbage cycles, in a process that ends with its answer.

    What a record holds are trees, which are freed without looking for cycles. Python looks for them by how many values
    are made: reading 20,000 documents from a record took five times as long as without.
    """
    gc.disable()
