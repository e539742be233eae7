"""The programs that people have open every release, and find the same in it.

`make check-readers` makes an environment for each of them and runs `python -m tests.readers`.
"""
