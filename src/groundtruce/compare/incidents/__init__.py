"""Which mentions speak of one occurrence, whose account each is, where accounts disagree, and who said nothing."""
