// The same model in Squiggle: reads the plan that `odds.py plan` writes, so that the numbers are the same.
// Usage: node odds.mjs PLAN [SAMPLES]; needs `npm install @quri/squiggle-lang` beside it.
import { readFileSync } from "node:fs";
import { run } from "@quri/squiggle-lang";

const [file, count = "10000"] = process.argv.slice(2);
const line = /initiative (\w+) .*reach: (\S+) to (\S+) .*impact: (\S+) to (\S+); confidence: (\d+)%; effort: (\S+) to (\S+) /;
const rows = readFileSync(file, "utf8").split("\n").map((l) => line.exec(l)).filter(Boolean);
const score = (m) => `(${m[2]} to ${m[3]}) * (${m[4]} to ${m[5]}) * ${m[6]} / 100 / (${m[7]} to ${m[8]})`;
const code = `[${rows.map((m) => `SampleSet.toList(SampleSet.fromDist(${score(m)}))`).join(",\n")}]`;
const output = await run(code, { environment: { sampleCount: Number(count), xyPointLength: 1000, seed: "1" } });
if (!output.result.ok) throw new Error(output.result.value.toString());
const scores = output.result.value.result.asJS().map((samples) => Float64Array.from(samples));
const samples = scores[0].length;
const top = new Float64Array(rows.length);
for (let s = 0; s < samples; s++) {
  const order = scores.map((of, i) => [of[s], i]).sort((a, b) => b[0] - a[0]);
  for (const [, i] of order.slice(0, 10)) top[i] += 1 / samples;
}
const at = (sorted, p) => sorted[Math.min(samples - 1, Math.floor(p * samples))];
const told = scores.map((of, i) => ({ i, sorted: Float64Array.from(of).sort() }));
told.sort((a, b) => at(b.sorted, 0.5) - at(a.sorted, 0.5));
for (const { i, sorted } of told.slice(0, 10)) {
  console.log(rows[i][1], at(sorted, 0.5).toFixed(1), at(sorted, 0.05).toFixed(1), at(sorted, 0.95).toFixed(1), top[i].toFixed(3));
}
