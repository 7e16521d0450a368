"""How many segments a text takes on the air.

Written on its own, apart from the helpdesk's counter: two implementations that agree are a check on both.
"""

GSM_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = set("\f^{}\\[~]|€")


def count(text: str) -> int:
    """Segments of a text, never 0: GSM-7 holds 160 units alone and 153 in a series, UCS-2 70 and 67."""
    if all(character in GSM_BASIC or character in GSM_EXTENDED for character in text):
        return _packed(
            [2 if character in GSM_EXTENDED else 1 for character in text], alone=160, in_series=153
        )
    return _packed([2 if ord(character) > 0xFFFF else 1 for character in text], alone=70, in_series=67)


def _packed(units: list[int], alone: int, in_series: int) -> int:
    if sum(units) <= alone:
        return 1
    segments, used = 1, 0
    for unit in units:
        # An escape pair or a surrogate pair is never cut in two, so a segment may end one unit short.
        if used + unit > in_series:
            segments, used = segments + 1, 0
        used += unit
    return segments
