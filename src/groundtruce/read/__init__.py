"""Read: words to dates, places, attributions, events and silences. Pure: models and gazetteers are passed in."""
