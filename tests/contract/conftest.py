"""The vendors' published schemas, read once for all tests of a run."""

import os
from pathlib import Path

import pytest
from graphql import build_schema

SPECS = os.environ.get("PODBRIDGE_SPECS", "")


@pytest.fixture(scope="session")
def shopify_schema():
    """Shopify's whole Admin schema 2026-10 (takes some seconds)."""
    if not SPECS:
        pytest.skip("NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents")
    text = (Path(SPECS) / "shopify-admin-2026-10.graphql").read_text("utf-8")
    return build_schema(text, assume_valid=True)
