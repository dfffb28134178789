// Where a page keeps the lines of the journal: IndexedDB, one record a line, only ever added to, so
// that two tabs cannot overwrite each other. Without it (private windows, frames of other sites) the
// lines last as long as the page, and `trouble` names the text that says so.

const STORE = "lines";

const done = (request) => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = () => bad(request.error);
});

function opened(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
  return done(request);
}

function written(base, lines) {
  return new Promise((good, bad) => {
    const all = base.transaction(STORE, "readwrite");
    all.oncomplete = good;
    all.onabort = all.onerror = () => bad(all.error);
    lines.forEach((line) => all.objectStore(STORE).add(line));
  });
}

// Opens the storage of the module `name`. `heard(lines)` is called with lines of other tabs,
// `troubled(key)` with the key of a text, "" when all is well again.
export async function openStore(name, { heard, troubled }) {
  const memory = []; // lines that the browser did not take
  let base = null, asked = false;
  try {
    base = await opened(name);
  } catch {
    troubled("host.private");
  }
  let others = null;
  try {
    others = new BroadcastChannel(name);
    others.onmessage = ({ data }) => heard(data);
  } catch { /* an old browser: the other tab reads them when it is opened again */ }
  return {
    async lines() {
      const kept = base ? await done(base.transaction(STORE).objectStore(STORE).getAll()) : [];
      return [...kept, ...memory];
    },
    // Adds lines; when it is done, they are stored or `troubled` was told.
    async add(lines) {
      try {
        if (!base) throw new Error("no storage");
        await written(base, [...memory, ...lines]);
        // With the first answer, for some browsers ask the reader, who then knows what it is about.
        if (!asked) navigator.storage?.persist?.().catch(() => {});
        asked = true;
        if (memory.length) troubled("");
        memory.length = 0;
      } catch {
        memory.push(...lines);
        troubled(base ? "host.full" : "host.private");
      }
      others?.postMessage(lines);
    },
  };
}
