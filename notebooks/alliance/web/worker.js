// The kernel in the background of a page: loads Python and lets `marker.py` build the panels.
// A classic script without imports: a page opened from a disk may load no module.
"use strict";

const ROOT = "/lib/python3.12/site-packages";
// ms without an answer until the standing is told, and all that follows the journal made again
const SOON = 100, QUIET = 1200;
let python = null, ready = false, inPython = null, soon = null, later = null, lesson = "", redoing = false;
const early = []; // what came before Python was there

const post = (type, rest = {}) => self.postMessage({ type, ...rest });
const stage = (name, done, of) => post("stage", { stage: name, done, of });
// Lets messages in that have come meanwhile.
const breath = () => new Promise((go) => setTimeout(go, 0));

self.onmessage = ({ data }) => {
  if (data.type === "begin") begin(data).catch((error) => post("fail", { text: String(error).slice(-800) }));
  else if (ready) take(data);
  else early.push(data);
};

// A page from a disk may fetch nothing: it hands over the files, and who asks for one gets it here.
function fromFiles(files) {
  const kinds = { js: "text/javascript", wasm: "application/wasm", json: "application/json" };
  const found = (url) => {
    const name = String(url.url ?? url).split("/").pop();
    if (!(name in files)) throw new Error(`the page has no file ${name}`);
    if (typeof files[name] === "string") files[name] = bytes(files[name]);
    return [files[name], kinds[name.split(".").pop()] ?? "application/octet-stream"];
  };
  const load = self.importScripts.bind(self);
  self.fetch = async (url) => {
    const [content, type] = found(url);
    return new Response(content, { headers: { "content-type": type } });
  };
  self.importScripts = (...urls) => urls.forEach((url) => {
    const [content, type] = found(url);
    load(URL.createObjectURL(new Blob([content], { type })));
  });
}

function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const raw = atob(base64), made = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k++) made[k] = raw.charCodeAt(k);
  return made;
}

const content = (url) => fetch(url).then((answer) => {
  if (!answer.ok) throw new Error(`${url.split("/").pop()}: ${answer.status}`);
  return answer.arrayBuffer();
});

async function begin({ cells, lines, runtime, files, ...given }) {
  lesson = given.lesson;
  stage("python", 0, 4);
  if (files) fromFiles(files);
  const archives = runtime.archives.map(content);
  importScripts(`${runtime.index}pyodide.js`);
  python = await self.loadPyodide({
    indexURL: runtime.index,
    lockFileURL: `${runtime.index}${runtime.lock}`,
    packages: runtime.packages,
    stdout: () => {},
  });
  stage("data", 1, 4);
  await breath();
  for (const archive of archives) python.unpackArchive(await archive, "zip", { extractDir: ROOT });
  python.FS.mkdirTree("/progress");
  python.FS.chdir(`${ROOT}/${runtime.root}/notebooks`);
  python.runPython("import os, sys; sys.path.insert(0, os.getcwd())");
  const tell = (json) => self.postMessage(JSON.parse(json));
  inPython = python.pyimport("alliance.web.marker").serve(tell, "/progress");
  const places = call("begin", lesson, cells, lines);
  ready = true;
  if (given.open) call("open_later");
  for (let k = 0; k < places.length; k++) {
    stage("panels", k, places.length);
    await breath();
    early.splice(0).forEach(take);
    call("run", places[k]);
  }
  early.splice(0).forEach(take);
  post("ready");
  await tasks(runtime);
  await makeAgain();
}

function call(name, ...given) { return JSON.parse(inPython(name, JSON.stringify(given))); }

function take(data) {
  if (data.type === "message") call("message", data.id, data.content);
  if (data.type === "change") call("change", data.id, data.state);
  if (data.type === "lines") call("lines", data.lines);
  if (data.type === "run") call("task", data.cell, data.source);
  if (data.type === "open") call("open_later");
  if (data.type === "again") call("again", data.cell);
  if (data.type === "import") call("take_export", data.text);
  clearTimeout(soon);
  clearTimeout(later);
  soon = setTimeout(() => lesson && call("standing"), SOON); // cheap, and the page may be left
  later = setTimeout(makeAgain, QUIET);
}

// Makes anew what follows the journal: cards of standing, parts that were shut.
async function makeAgain() {
  if (redoing) { // what is told now may be old: once more
    later = setTimeout(makeAgain, QUIET);
    return;
  }
  redoing = true;
  for (const name of ["reopened", "reports"])
    for (const place of call(name)) {
      await breath();
      call("run", place);
    }
  await breath();
  if (lesson) call("standing");
  redoing = false;
}

// Learners' own code may draw maps; what that needs comes last.
async function tasks(runtime) {
  for (const place of call("tasks")) {
    await breath();
    call("run", place);
  }
  for (const url of runtime.later) python.unpackArchive(await content(url), "zip", { extractDir: ROOT });
  post("tasks");
}
