"""Customers of the demonstration: made-up names, and numbers of a range that is given to devices, not to people."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_COMPOUND = ("欧阳", "司马", "上官", "诸葛")
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国志红文斌婷宇欣怡浩然子涵雨桐思"
_RARE = ("买买提·艾力", "阿依古丽·吐尔逊", "扎西·多吉", "𠮷田真", "王㛃", "李𬎆")
CARE = ("elderly", "disabled", "with-child", "pregnant")


def names(random: Random) -> Iterator[str]:
    """Names without end, now and then one that other systems stumble over."""
    while True:
        if random.random() < 0.03:
            yield random.choice(_RARE)
            continue
        surname = random.choice(_COMPOUND) if random.random() < 0.02 else random.choice(_SURNAMES)
        yield surname + "".join(random.choice(_GIVEN) for _ in range(random.choice((1, 2, 2))))


def phone(number: int) -> str:
    """The phone number of the customer with this number: 140 is a range of devices, which no person is called on."""
    return f"1400{number:07d}"
