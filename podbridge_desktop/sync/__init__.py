"""What happens later: the engine, its timetable, how outcomes are settled, and one handler file per verb.

The remote world is known as `domain.ports` only. Nothing here knows windows, threads of Qt, or how a key is kept.
"""
