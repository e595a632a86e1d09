"""The composition root: the only room that knows every part and puts them together. Used by window, command, tests.

Nothing is imported here, so that the window can look at its first rows before the whole house is.
"""
