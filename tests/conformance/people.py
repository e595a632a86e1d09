"""The buyer of all orders of the suites, and what of her must never stand in a log."""

from __future__ import annotations

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.sandbox import world

HOME = Address(
    name="Maya Whitfield",
    address1="12 Juniper Hollow Ln",
    city="Portland",
    province="Oregon",
    province_code="OR",
    zip="97201",
    country_code="US",
    phone="+15035550142",
    email="maya.whitfield@example.com",
)
CUSTOMER = world.Customer(
    "Maya", "Whitfield", HOME.email, HOME.phone,
    world.Address("Maya", "Whitfield", HOME.address1, HOME.city, HOME.zip, "US", "OR", phone=HOME.phone),
)  # fmt: skip
PRIVATE = ("Maya", "Whitfield", "Juniper", "5550142", "@example.com", "97201")
