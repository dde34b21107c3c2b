"""The drawings that a catalog item can have, and the one where it names none of them."""

from __future__ import annotations

from desk_gui.gui.icons import Icon

USUAL = Icon.PACKAGE
ITEM_ICONS = (
    Icon.LOCK,
    Icon.KEY_ROUND,
    Icon.SHIELD_CHECK,
    Icon.ID_CARD,
    Icon.USER_PLUS,
    Icon.USER_MINUS,
    Icon.USERS,
    Icon.USER_CHECK,
    Icon.LAPTOP,
    Icon.MONITOR,
    Icon.TABLET,
    Icon.SMARTPHONE,
    Icon.PHONE,
    Icon.HEADPHONES,
    Icon.MOUSE,
    Icon.KEYBOARD,
    Icon.PRINTER,
    Icon.PROJECTOR,
    Icon.CAMERA,
    Icon.USB,
    Icon.CABLE,
    Icon.HARD_DRIVE,
    Icon.SERVER,
    Icon.DATABASE,
    Icon.CLOUD,
    Icon.WIFI,
    Icon.GLOBE,
    Icon.MAIL,
    Icon.MESSAGE_SQUARE,
    Icon.FOLDER_KEY,
    Icon.FILE_TEXT,
    Icon.DOWNLOAD,
    Icon.PACKAGE,
    Icon.SHOPPING_CART,
    Icon.BRIEFCASE,
    Icon.CREDIT_CARD,
    Icon.BANKNOTE,
    Icon.CALENDAR,
    Icon.GRADUATION_CAP,
    Icon.BOOK_OPEN,
    Icon.VIDEO,
    Icon.BUILDING,
    Icon.DOOR_OPEN,
    Icon.ARMCHAIR,
    Icon.CAR,
    Icon.COFFEE,
    Icon.WRENCH,
    Icon.LIFE_BUOY,
    Icon.INFO,
)


def icon_of(name: str) -> Icon:
    """The drawing that an item names; the usual one where it names none that ships."""
    return Icon(name) if name in set(Icon) else USUAL


def icon_words(icon: Icon) -> str:
    """A drawing in words."""
    return icon.value.replace("-", " ").capitalize()
