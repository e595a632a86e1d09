"""Invented people and places for the practice shops, in many scripts. Nobody and no house here is real."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as she writes it, and a Latin handle for the e-mail address."""

    first: str
    last: str
    handle: str


@dataclass(frozen=True, slots=True)
class Place:
    """A town with its country's own spelling of streets. `state` is the vendor code, empty where none is used."""

    country: str
    state: str
    city: str
    zip: str
    streets: tuple[str, ...]
    phone: str


NAMES: tuple[Name, ...] = (
    Name("Maya", "Whitfield", "maya.whitfield"),
    Name("Jonas", "Grünewald", "jonas.gruenewald"),
    Name("Siobhán", "O’Farrelly", "siobhan"),
    Name("José", "Peñalver", "jose.penalver"),
    Name("Zoë", "Achterberg", "zoe.achterberg"),
    Name("Łucja", "Dąbrowiecka", "lucja"),
    Name("Nguyễn", "Thảo Vy", "thaovy"),
    Name("Åsa", "Björkengren", "asa.bjork"),
    Name("Ελένη", "Παπασταύρου", "eleni.p"),
    Name("Νίκος", "Αγγελίδης", "nikos.a"),
    Name("Дарина", "Ковальчукова", "darina.k"),
    Name("Тимофей", "Верещинский", "timofey"),
    Name("ليلى", "الحدّاد", "layla.h"),
    Name("يوسف", "النجّاري", "yousef.n"),
    Name("נועה", "ברקת", "noa.b"),
    Name("איתן", "שחרור", "eitan.s"),
    Name("思涵", "林", "sihan.lin"),
    Name("子墨", "欧阳", "zimo"),
    Name("さくら", "小野寺", "sakura.o"),
    Name("健太", "早乙女", "kenta.s"),
    Name("서연", "한", "seoyeon.han"),
    Name("도윤", "남궁", "doyun"),
    Name("अनन्या", "देशपांडे", "ananya.d"),
    Name("रोहन", "कुलकर्णी", "rohan.k"),
    Name("ปิยะ", "สุขใจดี", "piya.s"),
    Name("თამარ", "გელოვანი", "tamar.g"),
    Name("Անի", "Պետրոսյան", "ani.p"),
    Name("Harper", "Quillfeather", "harper.q"),
    Name("Olu", "Adébáyọ̀", "olu.a"),
    Name("Ana Clara", "Figueiroa", "anaclara"),
    Name("Dwayne", "O'Brien-Castellanos", "dwayne.ob"),
    Name("Priya", "Ramanathan", "priya.r"),
)

PLACES: tuple[Place, ...] = (
    Place("US", "CA", "Sacramento", "95814", ("Juniper Hollow Ln", "Foxglove Ave"), "+1 555 0100"),
    Place("US", "NY", "Brooklyn", "11215", ("Maple Lantern St", "Old Ferry Rd"), "+1 555 0101"),
    Place("US", "TX", "Austin", "78704", ("Bluebonnet Trace", "Armadillo Way"), "+1 555 0102"),
    Place("US", "WA", "Seattle", "98103", ("Salmonberry Ct", "Fogbell Pl"), "+1 555 0103"),
    Place("US", "IL", "Chicago", "60614", ("Prairie Clover Blvd",), "+1 555 0104"),
    Place("US", "FL", "Tampa", "33606", ("Heron Key Dr", "Sandpiper Ct"), "+1 555 0105"),
    Place("US", "CO", "Denver", "80205", ("Aspen Ledger St",), "+1 555 0106"),
    Place("US", "PR", "San Juan", "00901", ("Calle del Coquí Azul",), "+1 555 0107"),
    Place("DE", "", "Berlin", "10437", ("Lindenblütenweg", "Zur Alten Färberei"), "+49 30 5550100"),
    Place("DE", "", "Köln", "50667", ("Heinzelmännchengasse",), "+49 221 5550101"),
    Place("DE", "", "Münster", "48143", ("Straße der Drosseln",), "+49 251 5550102"),
    Place("GB", "", "Leeds", "LS1 4DT", ("Thimble Row", "Cobbler's Yard"), "+44 113 4960100"),
    Place("GB", "", "Cardiff", "CF10 1EP", ("Heol y Ddraig Fach",), "+44 29 20180100"),
    Place("GB", "", "Edinburgh", "EH1 2NG", ("Puffin Wynd",), "+44 131 4960100"),
    Place("CA", "ON", "Toronto", "M4C 1B5", ("Maple Syrup Cres",), "+1 555 0110"),
    Place("CA", "QC", "Montréal", "H2X 1Y4", ("rue des Érables-Rouges",), "+1 555 0111"),
    Place("AU", "NSW", "Sydney", "2000", ("Wattlebird Pde",), "+61 2 5550 0100"),
    Place("AU", "VIC", "Melbourne", "3000", ("Lyrebird Lane",), "+61 3 5550 0100"),
    Place("JP", "13", "渋谷区", "150-0001", ("神宮前 4-12-X", "千駄ヶ谷 2-8-X"), "+81 3 5550 0100"),
    Place("JP", "27", "大阪市", "530-0001", ("梅田 1-3-X",), "+81 6 5550 0100"),
    Place("BR", "SP", "São Paulo", "01310-100", ("Rua das Jabuticabeiras",), "+55 11 5550 0100"),
    Place("BR", "BA", "Salvador", "40020-000", ("Ladeira do Caju",), "+55 71 5550 0100"),
)

NOTES: tuple[str, ...] = (
    "Please leave it with the neighbour in no. 4, thank you!",
    "It's a birthday present 🎁 – could you hurry a little?",
    "Bitte keine Rechnung beilegen, ist ein Geschenk.",
    "プレゼントです。よろしくお願いします。",
    "If black is sold out, navy is fine too.",
    "من فضلكم بدون فاتورة داخل الطرد",
)

ENGRAVINGS: tuple[str, ...] = (
    "Mia & Leo",
    "Oma Gerda",
    "Team Otter",
    "Καλή χρονιά",
    "さくら",
    "Est. 2026",
    "Ben",
)
