// A run's rows: its release's models that it has a time for, each with where the time comes from.
import { columnOf, rowsOf } from "./data.js";

const others = "other families";

// Each run's rows are made once.
export function rowsByRun(data) {
  const runs = new Map(data.picker.runs.map((run) => [run.run, run]));
  const made = new Map();
  return (name) => made.get(name) ?? made.set(name, rowsOfRun(data, runs.get(name))).get(name);
}

function rowsOfRun(data, run) {
  const times = columnOf(data, `times/${run.run}`, "microseconds");
  return rowsOf(data, `models/${run.accuracy_release}`)
    .map((model, place) => ({
      ...model,
      top1_low: model.hundredths_low / 100,
      top1_high: model.hundredths_high / 100,
      hub: model.hub === "=" ? `timm/${model.model}` : model.hub,
      ms: times[model.timing] / 1000,
      hue: data.picker.hues.includes(model.family) ? model.family : others,
      ...origin(run, place, model.timing),
    }))
    .filter(({ ms }) => ms > 0);
}

function origin(run, place, timing) {
  const [suspect, interval] = [run.suspects[place], run.intervals[timing]];
  if (suspect) return { kind: "suspect", note: suspect };
  if (interval) {
    return { kind: "estimated", note: `estimated from ${run.reference}, 90 % interval ${interval.join(" to ")} ms` };
  }
  return run.release === "own" ? { kind: "own", note: "timed by you" } : { kind: "measured", note: "" };
}
