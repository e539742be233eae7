"""Files that no descriptor describes, judged by what they show or by one schema → a Report."""
