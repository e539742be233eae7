"""The tests of Pressmark."""
