"""The local database: tables, transactions, job queue, audit trail, read models, upgrade. SQLAlchemy lives here only.

No network here, and no decision that a rule in `domain` could make.
"""
