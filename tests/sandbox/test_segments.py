"""Segments, counted by simulating the packing (E7; the provider's num_segments)."""

import pytest

from sandbox.carrier import segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 20, 2),
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # 306 units, but the pair can't be cut
        ("éèàùäöüñ" * 20, 1),
        ("ç" * 70, 1),
        ("ç" * 71, 2),
        ("🐱" * 35, 1),
        ("🐱" * 36, 2),
        ("🐱" * 66, 2),
        ("🐱" * 67, 3),
    ],
)
def test_count(text: str, expected: int) -> None:
    assert segments.count(text) == expected
