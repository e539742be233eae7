// SQLite and one database in a worker, which is begun by the first question and can be ended.
let worker = null;

export const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

const wait = (message, isRight) => new Promise((resolve, reject) => {
  worker.onerror = () => reject(new Error("SQLite could not be started in this browser"));
  worker.onmessage = ({ data }) => (isRight(data) ? resolve(data.answer) : reject(new Error(data.failure)));
  worker.postMessage(message);
});

export function end() {
  worker?.terminate();
  worker = null;
}

export const isBegun = () => worker !== null;

export async function begin(address) {
  worker = new Worker(new URL("./sql-worker.js", import.meta.url), { type: "module" });
  await wait({ open: address }, (data) => data.ready).catch((error) => { end(); throw error; });
}

export const ask = (sql, values) => wait({ sql, values }, (data) => data.answer);
