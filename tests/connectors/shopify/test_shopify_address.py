"""What a seller pastes as the address of the shop."""

import pytest

from podbridge_desktop.connectors.shopify.address import base_url, shop_domain
from podbridge_desktop.errors import BadInput


@pytest.mark.parametrize(
    "typed",
    [
        "my-shop",
        " My-Shop ",
        "my-shop.myshopify.com",
        "https://my-shop.myshopify.com/",
        "https://my-shop.myshopify.com/admin/orders?x=1",
        "http://my-shop.myshopify.com:443/admin",
        "https://admin.shopify.com/store/my-shop",
        "admin.shopify.com/store/my-shop/settings/apps#top",
        "my-shop .myshopify.com",
    ],
)
def test_all_usual_pastes_give_the_shop(typed):
    assert shop_domain(typed) == "my-shop.myshopify.com"


@pytest.mark.parametrize(
    "typed", ["", "   ", "www.my-shop.com", "https://admin.shopify.com", "my_shop", "-x", "a..b"]
)
def test_anything_else_is_refused_with_advice(typed):
    with pytest.raises(BadInput) as caught:
        shop_domain(typed)
    assert "myshopify.com" in caught.value.hint


def test_an_api_url_replaces_host_and_port_and_must_be_safe():
    assert base_url("a.myshopify.com", None) == "https://a.myshopify.com"
    assert base_url("a.myshopify.com", "http://127.0.0.1:9000/x") == "http://127.0.0.1:9000"
    with pytest.raises(BadInput):
        base_url("a.myshopify.com", "http://example.com")
