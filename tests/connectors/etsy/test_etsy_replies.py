"""What Etsy's errors mean, row by row; with the bodies that were seen in the wild."""

import json

import pytest

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.etsy import replies
from podbridge_desktop.errors import (
    NotThere,
    PermissionMissing,
    Refused,
    SignInFailed,
    VendorFault,
)


def answer(status, body, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, headers, raw, "/listings/{id}")


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (403, {"error": "Invalid API key: should be in the format 'keystring:shared_secret'."}, SignInFailed, "together"),
        (403, {"error": "Shared secret is required in x-api-key header."}, SignInFailed, "together"),
        (403, {"error": "API key not found or not active"}, SignInFailed, "not approved"),
        (401, {"error": "Missing or invalid API key."}, SignInFailed, "does not accept the key"),
        (401, {"error": "invalid_token", "error_description": "access token is expired"}, SignInFailed, "ended the sign-in"),
        (403, {"error": "No user was provided as part of the bearer token."}, SignInFailed, "ended the sign-in"),
        (403, {"error": "insufficient_scope", "error_description": "Insufficient scope"}, PermissionMissing, "listings_r"),
        (403, {"error": "Unauthorized"}, PermissionMissing, "does not let this app"),
        (404, {"error": "Could not find a Listing"}, NotThere, "does not have this"),
        (400, {"error": "A tracking number is required"}, Refused, "A tracking number is required"),
        (409, {"error": "Conflict&#39;s here"}, Refused, "Conflict's here"),
        (422, {"error": "No inventory"}, Refused, "No inventory"),
    ],
)  # fmt: skip
def test_errors(status, body, kind, words):
    error = replies.error_of(answer(status, body), "listings_r")
    assert type(error) is kind
    assert words in error.message
    assert f"HTTP {status}" in error.details


def test_a_missing_scope_is_named():
    error = replies.error_of(answer(403, {"error": "insufficient_scope"}), "shops_r")
    assert error.missing == ("shops_r",)


def test_only_a_missing_scope_is_named_not_what_etsy_gates():
    assert replies.error_of(answer(403, {"error": "Unauthorized"}), "shops_r").missing == ()


@pytest.mark.parametrize("body", [b"<html>Forbidden</html>", b"[]", {}, {"error": 5.5}, b""])
def test_what_is_not_etsys_json_means_nothing(body):
    assert replies.error_of(answer(403, body), "") is None


@pytest.mark.parametrize("status", [301, 302, 307, 500, 503])
def test_a_redirect_or_a_fault_means_nothing(status):
    assert replies.error_of(answer(status, {"error": "moved"}), "") is None


def test_the_number_of_the_request_is_told():
    told = replies.details_of(answer(400, {}, **{"x-etsy-request-uuid": "EuSclczDU"}), "why")
    assert told == "HTTP 400 /listings/{id} EuSclczDU why"


def test_an_answer_that_cannot_be_read():
    assert isinstance(replies.unreadable(answer(200, b"x")), VendorFault)
