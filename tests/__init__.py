"""The tests mirror `src/`; `story` holds one tiny ceasefire."""
