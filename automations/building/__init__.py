"""The builder: its form, what its buttons do, and what it shows besides (H1)."""
