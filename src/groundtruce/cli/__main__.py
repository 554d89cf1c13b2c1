"""`python -m groundtruce.cli`."""

from groundtruce.cli import main

main()
