"""What an agreement's provisions ask, and what the evidence of a day says of each."""
