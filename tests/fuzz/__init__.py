"""Every parser that meets bytes from outside, and bytes that none of them may fall over (`make fuzz`)."""
