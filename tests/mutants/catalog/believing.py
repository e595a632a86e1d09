"""What the end of a call proves: too much is believed."""

from __future__ import annotations

from tests.mutants.catalog.second_guards import NEVER_COMPARED, UNREAD_IS_UNCLEAR
from tests.mutants.mutant import Mutant

TWICE = "an order made twice, a customer mailed twice"

ALL = (
    Mutant(
        "an outage answered to a write counts as not executed",
        "connectors/outcomes.py",
        '"5xx",  None,    "",                  OPEN',
        '"5xx",  None,    "",                  NOT',
        TWICE,
    ),
    Mutant(
        "a lost answer to a write counts as not executed",
        "connectors/outcomes.py",
        'LOST,   None,    "",                  OPEN',
        'LOST,   None,    "",                  NOT',
        TWICE,
    ),
    Mutant(
        "a page in place of an answer counts as a refusal",
        "connectors/outcomes.py",
        '"2xx",  FOREIGN, "",                  OPEN',
        '"2xx",  FOREIGN, "",                  NOT',
        TWICE,
        also=UNREAD_IS_UNCLEAR,
    ),
    Mutant(
        "a broken write is repeated at once",
        "connectors/api_client.py",
        "            return self._call(request, route, cost, readable, changes=True)\n        except _Broken as error:\n",
        """            try:
                return self._call(request, route, cost, readable, changes=True)
            except _Broken:
                return self._call(request, route, cost, readable, changes=True)
        except _Broken as error:
""",
        TWICE,
    ),
    Mutant(
        "a name that is taken counts as a refusal, and the books are not compared",
        "connectors/outcomes.py",
        '("printify", "POST /orders",                   "4xx",  WORDS,   NAME_TAKEN,          DONE',
        '("printify", "POST /orders",                   "4xx",  WORDS,   NAME_TAKEN,          NOT',
        "an order that stands at the supplier and is not known",
        also=NEVER_COMPARED,
    ),
    Mutant(
        "an answer lost while paying ends as refused, and nobody remembers the attempt",
        "sync/confirm_order.py",
        "    except SURELY_NOT as error:\n",
        "    except Exception as error:\n",
        "paid, and taken for released by somebody else",
        also=(
            (
                "sync/halt.py",
                (
                    "    if ledger.was_confirming(tx, row):  # a call of ours that was given up was carried out late\n"
                    "        return\n"
                ),
                "",
            ),
        ),
    ),
    Mutant(
        "a parcel without an answer counts as not written",
        "sync/push_tracking.py",
        "    except SURELY_NOT:\n",
        "    except Exception:\n",
        "a customer mailed twice after a late commit",
    ),
)
