// The search of a site that is files: it reads one index, and asks nobody. Words are read as
// pressmark/site/content/search_words.py reads them, as far as that is possible in so few lines.
const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ŋ: "n", ĸ: "k" };
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
const WORD = new RegExp(
  "(?<![\\p{L}\\p{N}_])(?:\\p{L}\\.)+\\p{L}(?![\\p{L}\\p{N}_])|\\p{Nd}+|" +
    `[${UNSPACED}]\\p{M}*|((?:(?![${UNSPACED}])\\p{L}\\p{M}*)+)(?:['’ʼ]s(?![\\p{L}\\p{N}_]))?`, "gu");
const ACCENT = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]/gu;
const SHOWN = 20, SHORTEST = 3, ENDINGS = /(?:ing|ed|es|s)$/u;

const fold = (text) => Array.from(text.toUpperCase().toLowerCase(), (each) => LETTERS[each] ?? each)
  .join("").normalize("NFKD").replace(ACCENT, "").replace(/[^\p{L}\p{N}\p{M}]/gu, "");
export const cut = (text) => Array.from(text.matchAll(WORD), (found) => fold(found[1] ?? found[0])).filter(Boolean);
const stem = (word) => (word.length > SHORTEST + 2 ? word.replace(ENDINGS, "") : word);

// A word is held as itself, as another form of it or as the beginning of a longer one.
const holds = (words, asked) => words.some((each) => each === asked
  || (asked.length >= SHORTEST && (each.startsWith(asked) || each.startsWith(stem(asked)))));

export function find(index, typed) {
  const all = [...new Set(cut(typed))].slice(0, 20);
  const told = all.filter((each) => !index.filling.includes(each));
  const asked = (told.length ? told : all).map((word) =>
    [word, ...index.synonyms.filter((those) => those.includes(word)).flat()].map((each) => each.split(" ")));
  const whole = all.join(" "), hits = [];
  if (!asked.length) return hits;
  for (const [table, key, label, more] of index.records) {
    const named = cut(label), words = [...named, ...(more ? more.split(" ") : [])];
    const isIn = (those) => asked.every((forms) => forms.some((form) => form.every((each) => holds(those, each))));
    if (isIn(words)) {
      const rank = named.join(" ") === whole ? 0 : isIn(named) ? 1 : 2;
      hits.push({ table, key, label, rank });
    }
  }
  return hits.sort((one, other) => one.rank - other.rank);
}

const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);
const count = (number, word) => `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;

// A record has a page of its own, or one page reads it by its place in the order of keys.
export const lead = (table, key) => (typeof key === "string" ? `${table.records}${key}/index.html` : `${table.reading}?place=${key}`);

function show(index, typed, place) {
  const hits = find(index, typed);
  place.replaceChildren(make("p", hits.length ? `${count(hits.length, "result")} for “${typed}”`
    : `Nothing in the index holds ${/\s/u.test(typed.trim()) ? "all of the words " : ""}“${typed}”. That nothing is recorded does not mean that there is nothing.`,
    { className: "notice" }));
  // Tables of whose records the project answers something come first, where they hold the name.
  const isBehind = ({ table, rank }) => !(index.tables[table].leads && rank < 2);
  for (const number of new Set([...hits].sort((one, other) => isBehind(one) - isBehind(other)).map((each) => each.table))) {
    const those = hits.filter((each) => each.table === number), table = index.tables[number];
    const part = make("section", ""), list = make("ul", "", { className: "stack hits" });
    part.append(make("h2", table.title), list);
    for (const hit of those.slice(0, SHOWN)) {
      const item = make("li", ""), link = make("a", hit.label);
      link.href = new URL(lead(table, hit.key), import.meta.url).href;
      item.append(link);
      list.append(item);
    }
    if (those.length > SHOWN) {
      part.append(make("p", `The first ${SHOWN} of ${count(those.length, "record")}. Write more words to find others.`));
    }
    place.append(part);
  }
  if (index.held < index.of) {
    place.append(make("p", `The index holds ${index.held.toLocaleString("en-US")} of ${count(index.of, "record")}, and of these names and short texts; the tables hold all.`, { className: "help" }));
  }
}

async function begin() {
  const place = document.getElementById("found"), typed = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  document.getElementById("without-script").hidden = true;
  document.querySelectorAll("input[name=q]").forEach((each) => { each.value = typed; });
  if (!typed) {
    place.replaceChildren(make("p", "Write a word or two into the box above: a name, a place, a title."));
    return;
  }
  const answer = await fetch(new URL("../search/index.json", import.meta.url));
  if (!answer.ok) throw new Error(`the index could not be read (${answer.status})`);
  show(await answer.json(), typed, place);
}

if (typeof document !== "undefined") {
  begin().catch((error) => {
    document.getElementById("found").replaceChildren(make("p", `The search failed: ${error.message}.`, { className: "notice" }));
  });
}
