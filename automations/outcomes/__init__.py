"""What came of an automation (H12): results, people, and words that become synonyms."""
