"""What a rule about cells is: for each column it concerns a predicate in SQL with its sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from pressmark import sql
from pressmark.field_types import Column
from pressmark.field_types.evident import Proof
from pressmark.report.rule import Rule


@dataclass(frozen=True)
class Suspect:
    """What a cell must show in its bytes, one of three things at least, if it is to be wrong.

    One of the bytes `anywhere`, one of the bytes `first` at its start, or more than `longer` bytes.
    """

    anywhere: bytes = b""
    first: bytes = b""
    longer: int | None = None

    def sql(self, text: str) -> str:
        """SQL that is true where a text shows it; for bytes that are characters of their own."""
        asked = [f"contains({text}, {sql.quote_text(chr(byte))})" for byte in self.anywhere]
        if self.first:
            asked.append(f"contains({sql.quote_text(self.first.decode('ascii'))}, left({text}, 1))")
        if self.longer is not None:
            asked.append(f"strlen({text}) > {self.longer}")
        return f"({' or '.join(asked)})"


@dataclass(frozen=True)
class ColumnCheck:
    """A rule applied to one column.

    `violated` is an SQL predicate, true where the cell is wrong and false or NULL elsewhere;
    `wrong` ends the sentence "<value> in <field> ...", without its full stop; `right` is an order
    that says what would be right ("write a number");
    `suggest` may find, for one wrong text, the text that was probably meant; `because` may say
    more closely than `wrong` what is wrong with one text. Cells that do not show what is `suspect`,
    and values that `proof` shows to be right, are not wrong and need not be asked; of a cell that
    holds no value nothing but `Present` can be asked.
    """

    violated: str
    wrong: str
    right: str
    suggest: Callable[[str], str | None] = lambda _: None
    because: Callable[[str], str | None] = lambda _: None
    suspect: Suspect | None = None
    proof: Proof | None = None


@dataclass(frozen=True)
class CellRule:
    """A rule about single cells, written once; `check` answers None where it does not apply.

    `listed` says how many cells of one field are listed at most; all are counted.
    """

    rule: Rule
    check: Callable[[Column], ColumnCheck | None]
    listed: int | None = None
