// A question that the reader's browser answers, in a worker that can be stopped. What a database
// holds is text on the page, whatever it says.
import { ask, begin, end, isBegun, make } from "./in-worker.js";

const form = document.getElementById("ask-here"), place = document.getElementById("answer-here");
const stop = document.getElementById("stop-here"), file = document.getElementById("database-here");

const tell = (text, more = {}) => place.replaceChildren(make("p", text, { className: "notice", ...more }));
const write = (value) => (value === null ? "" : value instanceof Uint8Array ? `(${value.length} bytes)` : String(value));

function show({ columns, rows, isCut }) {
  const table = make("table", "", { className: "table" }), head = table.createTHead().insertRow();
  for (const each of columns) head.append(make("th", each, { scope: "col" }));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((value, number) => {
      const cell = line.insertCell();
      cell.dataset.l = columns[number];
      cell.append(make("div", write(value)));
    });
  }
  const count = `${rows.length.toLocaleString("en-US")} row${rows.length === 1 ? "" : "s"}`;
  const said = isCut ? `The first ${count}; there are more` : rows.length ? count
    : "No row fits. That nothing is recorded does not mean that there is nothing.";
  const wide = make("div", "", { className: "wide", tabIndex: 0, role: "region", ariaLabel: "Answer as a table" });
  wide.append(table);
  place.replaceChildren(make("p", said), ...(rows.length ? [wide] : []));
}

// A value that no record has would be answered by "No row fits", which says something else, and a
// number that is asked as a text would be greater than every number.
function findUnknown(values) {
  for (const box of form.querySelectorAll("input[type=number]")) {
    if (box.value !== "") values[box.name] = box.valueAsNumber;
  }
  for (const box of form.querySelectorAll("input[data-closed]")) {
    const typed = box.value.trim(), options = [...box.list.options];
    const named = options.filter((each) => each.label.toLowerCase() === typed.toLowerCase());
    if (typed === "" || options.some((each) => each.value === typed)) values[box.name] = typed;
    else if (named.length === 1) values[box.name] = box.value = named[0].value;
    else return box;
  }
  return null;
}

async function answer(event) {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form)), unknown = findUnknown(values);
  if (unknown) {
    tell(`Not asked: “${unknown.value}” is none of what ${unknown.labels[0].textContent} can be. Choose from the list.`, { role: "alert" });
    unknown.focus();
    return;
  }
  const sql = values.sql ?? document.getElementById("sql-query").textContent;
  stop.hidden = false;
  try {
    if (!isBegun()) {
      tell("SQLite and the database are being loaded …");
      await begin(file.href);
    }
    tell("Asking …");
    show(await ask(sql, values));
  } catch (error) {
    tell(`This was not answered: ${error.message}.`, { role: "alert" });
  }
  stop.hidden = true;
}

// A question without parameters has its answer on the page, and no form.
if (form) {
  form.addEventListener("submit", answer);
  stop.addEventListener("click", () => {
    end();
    stop.hidden = true;
    tell("Stopped.");
  });
  document.getElementById("without-script").hidden = true;
  form.hidden = false;
}
