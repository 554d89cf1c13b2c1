"""Is the error that Groundtruce states the error it makes? Zones are drawn twice with a known error, with and without a real change.

`python -m evaluation calibration` draws the pairs, compares each as a record would, and counts how often what is stated holds.
"""
