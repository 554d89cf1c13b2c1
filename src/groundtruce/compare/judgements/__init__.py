"""Judgements: which of them hold, and what the readings and the incidents are by them."""
