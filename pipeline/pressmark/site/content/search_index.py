"""The site's own index of what a release says, made at its first search and kept beside no file.

The full text that a release carries is for readers of its files, and its bytes never change. People
search with other forms of words, other spellings and a part of a name: for them every record is
indexed once more, as its page shows it: its key, its label, its texts, the labels of its codes and
of the records to which it refers. SQLite keeps the index in a temporary file of its own.
"""

import asyncio
import sqlite3
import time
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TypeVar

from pressmark.package import Field
from pressmark.site.content.search_record import SearchedTable
from pressmark.site.content.search_words import join_words
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import Watched
from pressmark.site.overload import TryAgainError

MOST_CHARACTERS = 16_000_000
"""Characters of a release that are indexed; a table that does not fit has its own full text."""
MOST_RECORDS = 200_000
SECONDS = 2.0
"""How long one search may take."""
PATIENCE = 10.0
"""How long one waits for those before it, and for its index."""
STEPS = 5_000
Found = TypeVar("Found")
TOO_BUSY = "Too many people search just now."
TOO_LONG = "The search took too long. Search for fewer words."
STEMS = """tokenize="porter unicode61 remove_diacritics 0 categories 'L* N* M* Co'\""""
TABLES = f"""
create virtual table held using fts5(label, named, referred, noted, {STEMS});
create table records (id integer primary key, of_table integer, key text, key_words text,
  label text, date text, label_words text, texts text);
create virtual table stemmed using fts5(word, {STEMS});
create virtual table stems using fts5vocab(stemmed, instance);
"""


class SearchIndex:
    """The index of one release, which one after the other may ask, from whatever thread.

    `tables` numbers those that it holds. `words` are all of them, the most frequent first;
    `synonyms` gives, by the stems of words, the words for which they stand too.
    """

    def __init__(self, release: ServedRelease, dates: Mapping[str, Field]) -> None:
        """Index every table of a release that fits; `dates` are the fields of records' dates."""
        self.connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self.connection.close)
        self.connection.executescript(TABLES)
        self.tables: dict[str, int] = {}
        self.characters = 0
        words: Counter[str] = Counter()
        address = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            for table in release.package.tables:
                if release.records.get(table.name, 0) <= MOST_RECORDS:
                    source = SearchedTable(release, table, dates.get(table.name))
                    words.update(self.add(source, database))
        self.words = tuple(word for word, _ in words.most_common())
        self.in_order = tuple(sorted(words))
        self.synonyms = self.learn(release.synonyms)

    def add(self, source: SearchedTable, database: sqlite3.Connection) -> Counter[str]:
        """Index the records of a table where all of them fit, and count their words."""
        words: Counter[str] = Counter()
        number, taken = len(self.tables), self.characters
        self.connection.execute("begin")
        for record in source.read(database):
            taken += sum(map(len, record.words)) + sum(len(text) for _, text in record.texts)
            if taken > MOST_CHARACTERS:
                self.connection.execute("rollback")
                return Counter()
            for each in record.words:
                words.update(each.split())
            insert = "insert into records values (null, ?, ?, ?, ?, ?, ?, ?)"
            added = self.connection.execute(insert, record.write_row(number)).lastrowid
            insert = "insert into held(rowid, label, named, referred, noted) values (?, ?, ?, ?, ?)"
            self.connection.execute(insert, (added, *record.words))
        self.connection.execute("commit")
        self.tables[source.table.name], self.characters = number, taken
        return words

    def learn(self, sets: Sequence[Sequence[str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Know of each word or phrase of some sets, by its stems, which others it stands for."""
        found = {}
        for those in sets:
            written = tuple(filter(None, map(join_words, those)))
            for each in written:
                found[self.cut_stems(each)] = written
        return found

    def cut_stems(self, words: str) -> tuple[str, ...]:
        """Give the stems of words as the index has them."""
        self.connection.execute("delete from stemmed")
        self.connection.execute("insert into stemmed values (?)", (words,))
        rows = self.connection.execute('select term from stems order by doc, "offset"')
        return tuple(term for (term,) in rows)

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """Ask the index, and not for too long; TryAgainError where that is not enough."""
        end = time.monotonic() + SECONDS
        try:
            self.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
            yield self.connection
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            raise TryAgainError(TOO_LONG) from None
        finally:
            self.connection.set_progress_handler(None, 0)


class SearchIndexes:
    """The indexes of releases, each made when it is first asked for.

    They are made and asked in a thread of their own, one after the other: who waits for a search
    keeps nobody waiting who asks for something else.
    """

    def __init__(self) -> None:
        """Have none yet."""
        self.made: dict[str, SearchIndex] = {}
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="searching")
        self.ended = False

    def end(self) -> None:
        """Search no more after what is searched already; the thread ends, and waits for nobody."""
        self.ended = True
        self.thread.shutdown(wait=False)

    async def ask(self, search: Callable[[], Found]) -> Found:
        """Give what a search finds when it is its turn; TryAgainError where it waits too long."""
        if self.ended:
            raise TryAgainError(TOO_BUSY)
        asked = asyncio.wrap_future(self.thread.submit(search))
        try:
            return await asyncio.wait_for(asked, PATIENCE)
        except TimeoutError:
            raise TryAgainError(TOO_BUSY) from None

    def of(self, release: ServedRelease, dates: Mapping[str, Field], file: Watched) -> SearchIndex:
        """Give the index of a release, whose database is that `file`; once made it is kept.

        ChangedError where the file is not what it was, or became another while it was read.
        """
        name = release.database_name
        if name not in self.made:
            file.unchanged()
            index = SearchIndex(release, dates)
            file.unchanged()
            self.made[name] = index
        return self.made[name]
