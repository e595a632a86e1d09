"""Item models for the tables: rows as they were read, asked for page by page. No model touches storage or network."""
