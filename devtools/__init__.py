"""What dev.py is made of: the way from a bare checkout to a running program. Standard library only."""
