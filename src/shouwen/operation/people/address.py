"""An address as it is written in China: province, city, district, and one line for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.people.names import clean
from shouwen.wording import Wording

PROVINCES: Final[Mapping[str, str]] = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
    "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
    "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区", "83": "台湾省",
}  # fmt: skip
"""First-level divisions by the first two digits of their code (GB/T 2260); 83 stands on residence permits alone."""

_PROVINCE = Wording("省（自治区、直辖市）", "省（自治區、直轄市）", "province")
_CITY = Wording("市", "市", "city")
_DISTRICT = Wording("区（县）", "區（縣）", "district")
_LINE = Wording("详细地址", "詳細地址", "street and number")
_PART = 40  # code points
_LINE_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Address:
    """Where a customer is served. In a municipality `city` may be empty; some cities have no districts."""

    province: str
    city: str
    district: str
    line: str


def read_address(*, province: str, city: str = "", district: str = "", line: str) -> Address:
    """The address with its blanks in order.

    Raises Fault: "address-incomplete" (no province, no line, or neither city nor district), "text-too-long",
    "text-hidden-characters".
    """
    address = Address(
        clean(province, field=_PROVINCE, longest=_PART),
        clean(city, field=_CITY, longest=_PART),
        clean(district, field=_DISTRICT, longest=_PART),
        clean(line, field=_LINE, longest=_LINE_LONGEST),
    )
    for given, field in (
        (address.province, _PROVINCE),
        (address.city or address.district, _CITY),
        (address.line, _LINE),
    ):
        if not given:
            raise Fault("address-incomplete", field=field)
    return address


def mask_address(address: Address) -> Address:
    """The address down to its district; of the line nothing is left."""
    return Address(address.province, address.city, address.district, "****")
