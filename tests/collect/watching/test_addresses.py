"""Addresses: what is asked for, and which machines are reached."""

import pytest

from groundtruce.collect.watching.addresses import Refused, Target, choose_machine, follow, is_public, parse_address


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.ORG:443/a b?q=č#part", "https://example.org/a%20b?q=%C4%8D"),
        ("https://müller.example/x%20y", "https://xn--mller-kva.example/x%20y"),
        ("http://[2001:db8::1]:8080/m", "http://[2001:db8::1]:8080/m"),
    ],
)
def test_an_address_has_one_plain_form(address: str, plain: str) -> None:
    """Without a fragment, in ASCII, the usual port unsaid."""
    assert parse_address(address).address == plain


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/", "no http or https"),
        ("file:///etc/passwd", "no http or https"),
        ("https:///path", "no host"),
        ("https://user:secret@example.org/", "a password"),
        ("http://example.org:99999/", "no address"),
    ],
)
def test_other_addresses_are_refused(address: str, reason: str) -> None:
    """Each with its reason, and without what may be a secret."""
    with pytest.raises(Refused, match=reason) as refused:
        parse_address(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "no address",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1", "5f00::1", "3fff::1", "192.0.0.8",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    """Nor are those that carry one inside: mapped, by NAT64, 6to4 or Teredo, or in the forms of old; of IPv6 only what IANA gives out is public."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


def test_a_name_with_one_private_machine_among_public_ones_is_refused() -> None:
    """Whoever answers so wants the second connection to go there."""
    target = parse_address("http://example.org/")

    def resolve(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    with pytest.raises(Refused, match=r"leads to 10\.0\.0\.1"):
        choose_machine(target, resolve=resolve, allow_private=False)
    assert choose_machine(target, resolve=resolve, allow_private=True) == "93.184.216.34"


def test_a_redirect_leads_on_but_not_back_to_http() -> None:
    start = parse_address("https://example.org/a/b")
    assert follow(start, "../c") == Target("https", "example.org", 443, "/c")
    with pytest.raises(Refused, match="from https to http"):
        follow(start, "http://example.org/")
    with pytest.raises(Refused, match="no http or https"):
        follow(start, "file:///etc/passwd")
