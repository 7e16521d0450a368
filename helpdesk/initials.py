def initials(name: str) -> str:
    """One or two capitals for an avatar; empty when the name has no letter (a phone number)."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
