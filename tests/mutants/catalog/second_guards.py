"""Guards that stand behind others. A mutant breaks one of these besides, or its harm would be made good in time."""

from __future__ import annotations

# Every night the books of stores and suppliers are compared with the ledger: what was missed by day is found.
NEVER_COMPARED = (
    (
        "sync/timetable.py",
        "            if asked is None or asked + every <= tx.now:\n",
        "            if kind is not JobKind.COMPARE_BOOKS and (asked is None or asked + every <= tx.now):\n",
    ),
)

# What cannot be read is never taken for a refusal, whatever the table says.
UNREAD_IS_UNCLEAR = (
    (
        "connectors/written.py",
        "        return result\n    raise unclear(vendor, answer)\n",
        (
            "        return result\n    if _class(vendor, answer, body, code) is Outcome.NOT_EXECUTED:\n"
            '        raise Refused("The answer is no answer.")\n    raise unclear(vendor, answer)\n'
        ),
    ),
)
