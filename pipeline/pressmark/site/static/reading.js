// One record, read out of the database in a worker. The page brings the SQL and what fields are
// called; what the database holds is text here, whatever it says.
import { ask, begin, end, make } from "./in-worker.js";

const AT_ONCE = 20e6; // More bytes are loaded only when the reader says so.
const find = (name) => document.getElementById(name);
const told = JSON.parse(find("reading").textContent), place = find("record-here"), stop = find("stop-here");
const PLAIN = /^[A-Za-z0-9_-]$/, LONGEST_STEP = 200;

// As pressmark/public_address.py writes a step of a path, and back.
const write = (text) => Array.from(new TextEncoder().encode(text), (byte) => {
  const letter = String.fromCharCode(byte);
  return PLAIN.test(letter) ? letter : letter === " " ? "+" : `~${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}).join("");
function read(step) {
  try {
    return decodeURIComponent(step.replaceAll("%", "%25").replaceAll("+", " ").replaceAll("~", "%"));
  } catch {
    return step;
  }
}
const tell = (text, more = {}) => place.replaceChildren(make("p", text, { className: "notice", ...more }));
const say = (value, labels) => (value === null ? "" : value instanceof Uint8Array ? `(${value.length} bytes)` : labels?.[value] ?? String(value));
const writeKey = (parts) => parts.map((part) => write(String(part))).join(",");

// A record has a file of its own, or is read by the page of its table, as this one is.
function lead({ step, pages }, parts) {
  const key = writeKey(parts);
  if (step.length > LONGEST_STEP || (pages && key.length > LONGEST_STEP)) return null;
  const way = encodeURIComponent(step), version = location.pathname.split("/").at(-3);
  return pages ? `../../../record/${version}/${way}/${key && `${encodeURIComponent(key)}/`}index.html`
    : `../${way}/index.html?key=${encodeURIComponent(key)}`;
}

function link(words, address, more = {}) {
  return address ? make("a", words, { href: address, ...more }) : make("span", words);
}

function fold(title, count, content, open = false) {
  const part = make("details", "", { className: "fold", open }), head = make("summary", `${title} `);
  if (count) head.append(make("span", count, { className: "count" }));
  part.append(head, ...content);
  return part;
}

function section(title, content) {
  const part = make("section", "", { ariaLabel: title });
  part.append(make("h2", title), ...content);
  return part;
}

const isWeb = (text) => /^https?:\/\/[^\s]+$/i.test(text);
const records = (number) => `${number.toLocaleString("en-US")} record${number === 1 ? "" : "s"}`;

function showFacts(values, names) {
  const facts = make("dl", "", { className: "facts lined as-written" }), empty = [], helped = [];
  told.fields.forEach((field, at) => {
    const value = values[at];
    if (value === null || value === "") return empty.push(field);
    if (field.help) helped.push(field);
    const referred = told.refers.find(([from]) => from === at), words = names.get(at) ?? say(value, field.labels);
    const fact = make("div", ""), said = make("dd", "");
    said.append(referred ? link(words, lead(referred[1], [value]))
      : isWeb(words) ? link(words, words, { rel: "external noopener" }) : words);
    fact.append(make("dt", field.title), said);
    return facts.append(fact);
  });
  const found = [facts];
  if (empty.length) {
    const list = make("ul", "", { className: "plain" });
    list.append(...empty.map((field) => make("li", field.title)));
    found.push(fold(`Not recorded: ${empty.length} field${empty.length === 1 ? "" : "s"}`, "", [
      make("p", "Nothing is recorded for these. That does not mean that there is nothing.", { className: "help" }), list]));
  }
  if (helped.length) {
    const list = make("dl", "");
    for (const field of helped) {
      const name = make("dt", `${field.title} `);
      name.append(make("code", field.name));
      list.append(name, make("dd", field.help));
    }
    found.push(fold("What the fields mean", "", [list]));
  }
  return found;
}

async function showLinks(values) {
  const found = [];
  for (const { title, parts, ...target } of told.groups) {
    const key = parts.map((at) => values[at]);
    if (!key.includes(null)) {
      const line = make("p", `${title}: `);
      line.append(link(key.join(", "), lead(target, key)));
      found.push(line);
    }
  }
  for (const each of told.links) {
    const at = Object.fromEntries(each.referred.map((from, number) => [`v${number}`, values[from]]));
    if (Object.values(at).includes(null)) continue;
    const [[count]] = (await ask(each.count, at)).rows;
    if (!count) continue;
    const list = make("ul", "", { className: "stack" });
    for (const [label, ...key] of (await ask(each.first, at)).rows) {
      const item = make("li", "");
      item.append(link(say(label, each.label) || key.join(","), lead(each, key)));
      list.append(item);
    }
    const twice = told.links.filter((other) => other.title === each.title).length > 1;
    found.push(fold(`${each.title}${twice ? `, by “${each.by}”` : ""}`, records(count), [list]));
  }
  return found.length ? [section("Linked records", found)] : [];
}

function cite(label, key) {
  const written = writeKey(key), [named, unnamed] = told.citations, plain = key.join(",");
  const text = (label === key.join(", ") ? unnamed : named).replaceAll("PRESSMARKLABEL", () => label);
  const words = text.replaceAll("key=PRESSMARKKEY", () => `key=${encodeURIComponent(written)}`).replaceAll("PRESSMARKKEY", () => plain);
  const quoted = make("div", "", { className: "cite" });
  quoted.append(make("blockquote", words));
  return section(told.keyed ? "Cite this record" : "Cite the whole, and say which record you mean", [quoted]);
}

async function show(key, row) {
  const count = told.fields.length, values = row.slice(0, count);
  const names = new Map(told.named.map((at, number) => [at, row[count + number]]).filter(([, name]) => name !== null));
  const plain = key.join(",");
  const label = told.keyed ? say(row.at(-1), told.label) || key.join(", ") : `Row ${plain}`;
  find("record-name").textContent = label;
  document.title = `${label} – ${told.title}`;
  find("record-key").replaceChildren("· ", make("code", plain));
  place.replaceChildren(section("What is recorded", showFacts(values, names)), ...await showLinks(values), cite(label, key));
}

// A key is read as the site writes it, and then as it was typed.
function* readKeys(written) {
  const parts = told.key.length === 1 ? [written] : written.split(",");
  if (parts.length === told.key.length) {
    yield parts.map(read);
    yield parts;
  }
}

async function findRow(asked) {
  if (asked.has("key")) {
    for (const key of readKeys(asked.get("key"))) {
      const values = key.map((part, at) => [`k${at}`, told.key[at]?.[part] ?? part]);
      const { rows } = await ask(told.record, Object.fromEntries(values));
      if (rows.length) return [key, rows[0]];
    }
    return null;
  }
  const { rows } = await ask(told.at, { place: Number(asked.get("place")) });
  if (!rows.length) return null;
  const key = rows[0].map((part, at) => Object.entries(told.key[at] ?? {}).find(([, stored]) => stored === part)?.[0] ?? String(part));
  history.replaceState(null, "", `?key=${encodeURIComponent(writeKey(key))}`);
  return findRow(new URLSearchParams(location.search));
}

async function load(asked) {
  stop.hidden = false;
  try {
    tell(`SQLite and the database are being loaded, ${find("size-here").textContent} together …`);
    await begin(find("database-here").href);
    const found = await findRow(asked);
    if (found) await show(...found);
    else tell(`No record of ${told.title} has this key: ${asked.get("key") ?? asked.get("place")}.`, { role: "alert" });
  } catch (error) {
    tell(`The record could not be read: ${error.message}.`, { role: "alert" });
  }
  end();
  stop.hidden = true;
}

function start() {
  const asked = new URLSearchParams(location.search), isAsked = asked.has("key") || asked.has("place");
  find("without-script").hidden = true;
  find("read-here").hidden = false;
  find("which-record").hidden = isAsked;
  stop.addEventListener("click", () => {
    end();
    stop.hidden = true;
    tell("Stopped.");
  });
  if (!isAsked) return null;
  // Who said it once is not asked for each record: the browser keeps what it loaded.
  const file = find("database-here"), isAgreed = Number(file.dataset.size) <= AT_ONCE || sessionStorage.getItem(file.href);
  if (isAgreed) return load(asked);
  const go = make("button", `Load ${find("size-here").textContent} and read the record`, { type: "button" });
  go.addEventListener("click", () => {
    sessionStorage.setItem(file.href, "agreed");
    load(asked);
  });
  place.replaceChildren(go);
  return null;
}

start();
