"""Windows that ask for something: each keeps what was typed until it is used or put away."""
