"""What a person can do now: each call is one short transaction without network, and returns what changed."""
