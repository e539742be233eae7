"""What a word names: one release, the same for every command."""
