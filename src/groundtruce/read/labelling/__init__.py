"""Attributions as a trained encoder labels and links them, before anything is known of their meaning."""

from groundtruce.read.labelling.encoder import Encoder
from groundtruce.read.labelling.finding import Labelled, find_labelled

__all__ = ["Encoder", "Labelled", "find_labelled"]
