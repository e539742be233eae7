"""`python -m pressmark` is the command `pressmark`."""

from pressmark.cli import main

if __name__ == "__main__":
    main()
