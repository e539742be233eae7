"""What was found before and still holds: kept beside a project, and worth nothing where doubtful.

Files are known again by size, times and inode, else by their bytes; what was found is kept under a
digest of all that it depends on. docs/explanation/cache.md says what is asked again, and when.
"""
