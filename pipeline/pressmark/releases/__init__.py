"""What a published release is, and the one way from a word that people say to a release."""
