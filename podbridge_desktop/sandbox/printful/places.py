"""The states that Printful asks for, as its country list of version 1 gives them."""

from __future__ import annotations

_STATES = {
    "AU": """
ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|
TAS Tasmania|VIC Victoria|WA Western Australia
""",
    "BR": """
AC Acre|AL Alagoas|AM Amazonas|AP Amapá|BA Bahia|CE Ceará|DF Distrito Federal|ES Espírito Santo|GO Goiás|MA Maranhão|
MG Minas Gerais|MS Mato Grosso do Sul|MT Mato Grosso|PA Pará|PB Paraíba|PE Pernambuco|PI Piauí|PR Paraná|
RJ Rio de Janeiro|RN Rio Grande do Norte|RO Rondônia|RR Roraima|RS Rio Grande do Sul|SC Santa Catarina|SE Sergipe|
SP São Paulo|TO Tocantins
""",
    "CA": """
AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|
NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon
""",
    "JP": """
01 Hokkaido|02 Aomori|03 Iwate|04 Miyagi|05 Akita|06 Yamagata|07 Fukushima|08 Ibaraki|09 Tochigi|10 Gunma|11 Saitama|
12 Chiba|13 Tokyo|14 Kanagawa|15 Niigata|16 Toyama|17 Ishikawa|18 Fukui|19 Yamanashi|20 Nagano|21 Gifu|22 Shizuoka|
23 Aichi|24 Mie|25 Shiga|26 Kyoto|27 Osaka|28 Hyogo|29 Nara|30 Wakayama|31 Tottori|32 Shimane|33 Okayama|
34 Hiroshima|35 Yamaguchi|36 Tokushima|37 Kagawa|38 Ehime|39 Kochi|40 Fukuoka|41 Saga|42 Nagasaki|43 Kumamoto|
44 Oita|45 Miyazaki|46 Kagoshima|47 Okinawa
""",
    "US": """
AA Armed Forces Americas (except Canada)|AE Armed Forces|AK Alaska|AL Alabama|AP Armed Forces Pacific|AR Arkansas|
AS American Samoa|AZ Arizona|CA California|CO Colorado|CT Connecticut|DC District of Columbia|DE Delaware|FL Florida|
FM Federated States of Micronesia|GA Georgia|GU Guam|HI Hawaii|IA Iowa|ID Idaho|IL Illinois|IN Indiana|KS Kansas|
KY Kentucky|LA Louisiana|MA Massachusetts|MD Maryland|ME Maine|MH Marshall Islands|MI Michigan|MN Minnesota|
MO Missouri|MP Northern Mariana Islands|MS Mississippi|MT Montana|NC North Carolina|ND North Dakota|NE Nebraska|
NH New Hampshire|NJ New Jersey|NM New Mexico|NV Nevada|NY New York|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|
PR Puerto Rico|PW Palau|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VA Virginia|
VI Virgin Islands|VT Vermont|WA Washington|WI Wisconsin|WV West Virginia|WY Wyoming
""",
}

# Orders to these countries are refused without a state code.
STATE_NEEDED = frozenset({"US", "CA", "AU"})


def _pairs(text: str) -> dict[str, str]:
    entries = (entry.strip() for entry in text.replace("\n", "").split("|"))
    return dict(entry.split(" ", 1) for entry in entries if entry)


STATES: dict[str, dict[str, str]] = {country: _pairs(text) for country, text in _STATES.items()}


def states_of(country: str) -> list[dict[str, str]]:
    """The states of a country as code and name; empty where Printful knows none."""
    return [{"code": code, "name": name} for code, name in STATES.get(country, {}).items()]
