// What the page says about the rows that its controls choose.
export const number = (value) => Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 4 });
const whole = (value) => value.toLocaleString("en");
const models = (count) => `${whole(count)} ${count === 1 ? "model" : "models"}`;

export function headline(best) {
  if (!best.length) return "No model meets these limits";
  const [first] = best;
  const tied = best.filter((row) => row.tied).length - 1;
  return `${first.model} is the most accurate of ${models(best.length)} within your limits: ` +
    `${first.top1.toFixed(1)} % at ${number(first.ms)} ms per image` +
    (tied ? `; ${whole(tied)} ${tied === 1 ? "other is" : "others are"} statistically tied` : "");
}

export function matchCount(within, all) {
  const count = (rows) => whole(new Set(rows.map((row) => row.model)).size);
  return `${count(within)} of ${count(all)} matches are within your limits.`;
}

export const timings = ({ release, run }) =>
  release === "own" ? `your own run ${run}` : `timm's results of ${release}, run ${run}`;

export function source(run) {
  const accuracies = run.release === "own" ? `, with the accuracies of timm's results of ${run.accuracy_release}` : "";
  return `Source: ${timings(run)}${accuracies}.`;
}

export function comparison(first, second, { count, median, medians }) {
  if (!count) return "These two runs have no models in common";
  const [most, least] = [medians[0], medians.at(-1)];
  return `${second.device} is ${number(median)} times as fast as ${first.device} (median of ${
    whole(count)
  } timings); ` +
    `by family, from ${number(least.ratio)} (${least.family}) to ${number(most.ratio)} (${most.family})`;
}

const facts = {
  Model: (row) => row.model,
  "Time (ms)": (row) => number(row.ms),
  Family: (row) => row.family,
  "Image size (px)": (row) => row.img_size,
  "Top-1 (%)": (row) => row.top1,
  "Parameters (M)": (row) => row.param_count,
  Licence: (row) => row.license,
  Note: (row) => row.note,
};

export function tooltip(row, sanitize) {
  const lines = Object.entries(facts)
    .map(([name, fact]) => [name, sanitize(String(fact(row)))])
    .filter(([, fact]) => fact !== "")
    .map(([name, fact]) => `<tr><td class="key">${name}</td><td class="value">${fact}</td></tr>`);
  return `<table>${lines.join("")}</table>`;
}
