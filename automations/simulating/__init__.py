"""The simulator: the very engine on a made-up phone (H10)."""
