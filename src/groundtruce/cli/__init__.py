"""The commands: parse what the user wrote, call the pipeline, print.

Answers go to standard output, progress and errors to standard error.
"""

from groundtruce.cli.program import groundtruce, main

__all__ = ["groundtruce", "main"]
