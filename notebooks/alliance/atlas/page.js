// What Python calls by name on the page of a map (`base.Call`), from scripts beside this one.
import { items } from "./items.js";
import { land, map } from "./map.js";

globalThis.alliance = { map, land, items };
