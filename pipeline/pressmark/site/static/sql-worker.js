// SQLite in a worker of the reader's browser: one database, only read, and nobody asked for more.
import sqlite3InitModule from "./sqlite/sqlite3.js";

const MOST_ROWS = 2000;
let sqlite3, database;

async function open(address) {
  sqlite3 = await sqlite3InitModule({ print() {}, printErr() {} });
  sqlite3.config.warn = sqlite3.config.error = () => {};
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the database could not be read (${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer()), { capi, wasm } = sqlite3;
  database = new sqlite3.oo1.DB(":memory:");
  database.checkRc(capi.sqlite3_deserialize(
    database.pointer, "main", wasm.allocFromTypedArray(bytes), bytes.length, bytes.length,
    capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY));
  database.exec("pragma query_only = on");
}

// What stands behind the first statement; comments are no statement.
const isMore = (text) => text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, "").replace(/[\s;]/g, "") !== "";

function ask(sql, values) {
  const { capi } = sqlite3, statement = database.prepare(sql);
  try {
    if (!statement.columnCount) throw new Error("this is no SELECT");
    if (isMore(sql.slice(capi.sqlite3_sql(statement.pointer).length))) throw new Error("ask one SELECT at a time");
    for (let place = 1; place <= statement.parameterCount; place += 1) {
      const written = capi.sqlite3_bind_parameter_name(statement.pointer, place) ?? "?", name = written.slice(1);
      if (!Object.hasOwn(values, name)) throw new Error(`${written} has no value here: write the value itself`);
      statement.bind(place, values[name]);
    }
    const rows = [];
    while (rows.length <= MOST_ROWS && statement.step()) rows.push(statement.get([]));
    const isCut = rows.length > MOST_ROWS;
    return { columns: statement.getColumnNames(), rows: rows.slice(0, MOST_ROWS), isCut };
  } finally {
    statement.finalize();
  }
}

self.onmessage = async ({ data }) => {
  try {
    if (data.open) await open(data.open);
    self.postMessage(data.open ? { ready: true } : { answer: ask(data.sql, data.values) });
  } catch (error) {
    self.postMessage({ failure: error.message.replace(/^SQLITE_\w+: sqlite3 result code \d+: /, "") });
  }
};
