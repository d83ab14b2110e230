// Ranks a plan by the library in WebAssembly and prints [[rank, id, score], …].
// usage: node rank.mjs LIBRARY.wasm FILE.plan
import { readFileSync } from "node:fs";

const [library, plan] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(library));

// The clock (`web-time`) comes through names that wasm-bindgen would fill in. A ranking asks for the day alone.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => 0;
}
const { push, rank, at } = new WebAssembly.Instance(module, imports).exports;

for (const byte of readFileSync(plan)) push(byte);
const length = rank();
const answer = Uint8Array.from({ length }, (_, place) => at(place));
console.log(new TextDecoder().decode(answer));
