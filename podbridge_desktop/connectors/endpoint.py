"""Where a vendor is: which addresses are acceptable, and how `--api-url` replaces them."""

from __future__ import annotations

import ipaddress
import ssl
from functools import cache
from urllib.parse import urlsplit

import truststore

from podbridge_desktop.errors import BadInput


@cache
def tls() -> ssl.SSLContext:
    """The one TLS context of the process: the system's certificates, never unverified."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def is_loopback(host: str) -> bool:
    """This computer itself, by name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The lower-case host of an address, empty where there is none."""
    return (urlsplit(url).hostname or "").lower()


def checked(url: str) -> str:
    """`url` without a trailing slash: https, or http on loopback; `BadInput` for all else."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadInput(
            "This address cannot be read.", hint="Example: https://example.com"
        ) from error
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not (secure and host) or parts.username or parts.query or parts.fragment:
        raise BadInput(
            "This address cannot be used: it must begin with https://.",
            hint="Plain http:// is accepted for this computer only (127.0.0.1 or localhost).",
        )
    return url.rstrip("/")


def replaced(vendor_url: str, api_url: str | None) -> str:
    """The vendor's address, or `api_url`'s scheme, host and port with the vendor's own path."""
    if not api_url:
        return checked(vendor_url)
    other = urlsplit(checked(api_url))
    return checked(f"{other.scheme}://{other.netloc}{urlsplit(vendor_url).path}")
