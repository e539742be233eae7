"""What cannot be cited, and why."""


class NotCitable(Exception):  # noqa: N818 - it is the sentence that callers show
    """A query that nobody could repeat, or that is none: what is wrong, and what would be right.

    `status` is that of HTTP: 400 for what is no query, 422 for one whose answer may change.
    """

    def __init__(self, wrong: str, right: str = "", *, status: int = 422) -> None:
        """Keep `wrong` and `right`, whole sentences both."""
        self.wrong = wrong
        self.right = right
        self.status = status
        super().__init__(f"{wrong} {right}".rstrip())
