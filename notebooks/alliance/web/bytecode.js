// Lets Pyodide compile modules, in Node: node bytecode.js PYODIDE bytecode.py FROM TO
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [pyodide, script, from, to] = process.argv.slice(2);

(async () => {
  const { loadPyodide } = require(join(pyodide, "pyodide.js"));
  const python = await loadPyodide({ indexURL: `${pyodide}/`, env: { PYTHONHASHSEED: "0", HOME: "/" } });
  for (const [name, root] of [["/from", from], ["/to", to]]) {
    python.FS.mkdir(name);
    python.FS.mount(python.FS.filesystems.NODEFS, { root }, name);
  }
  const named = python.toPy({ __name__: "bytecode" });
  python.runPython(readFileSync(script, "utf8"), { globals: named });
  python.runPython('compile_folder(Path("/from"), Path("/to"))', { globals: named });
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
