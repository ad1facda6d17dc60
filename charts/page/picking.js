// What pick() and pareto_frontier decide in SQL, for rows in the browser. Nothing here knows of the page.

const isSound = (row) => row.kind !== "suspect";

export const byRank = (a, b) => b.top1 - a.top1 || a.ms - b.ms || (a.model < b.model ? -1 : 1);

export const matches = (row, search) => search !== "" && row.model.toLowerCase().includes(search);

// All that the limits leave, what is over the budget apart from it.
export function choose(rows, { budget, license, size, family }) {
  const allowed = rows.filter((row) =>
    row.img_size <= size && (!license || row.license_class === license) && (!family || row.family === family)
  );
  const points = allowed.filter((row) => row.ms <= budget);
  const beyond = allowed.filter((row) => row.ms > budget);
  return { points, beyond, best: ranking(points), frontier: frontier(points) };
}

// Each model at its most accurate resolution, and whether its accuracy is within the sampling error of the first's.
export function ranking(rows) {
  const models = new Set();
  const best = rows.filter(isSound).sort(byRank).filter(({ model }) => !models.has(model) && models.add(model));
  return best.map((row) => ({ ...row, tied: row.rank <= best[0].rank_high }));
}

// The fastest first, and each that is more accurate than all before it; equals stay together.
export function frontier(rows) {
  let best = { top1: -1 };
  return rows
    .filter((row) => isSound(row) && row.kind !== "estimated")
    .sort((a, b) => a.ms - b.ms || b.top1 - a.top1)
    .filter((row) => {
      const stays = row.top1 > best.top1 || (row.top1 === best.top1 && row.ms === best.ms);
      if (stays) best = row;
      return stays;
    });
}

// How many times as fast each model is on the second run, the median of each family, and of all; the largest families.
export function compare(first, second, most) {
  const key = ({ model, img_size }) => `${model} ${img_size}`;
  const before = new Map(first.filter(isSound).map((row) => [key(row), row.ms]));
  const all = second.filter((row) => isSound(row) && before.has(key(row)))
    .map((row) => ({ ...row, ratio: before.get(key(row)) / row.ms }));
  const families = [...Map.groupBy(all, (row) => row.family)]
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([family, rows]) => ({ family, rows, ratio: medianRatio(rows) }))
    .sort((a, b) => b.ratio - a.ratio);
  return {
    count: all.length,
    median: medianRatio(all),
    medians: families.map(({ family, ratio }) => ({ family, ratio })),
    ratios: families.flatMap(({ rows }) => rows),
  };
}

function medianRatio(rows) {
  const sorted = rows.map((row) => row.ratio).sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

// From the least to the greatest of a column.
export function extent(rows, column) {
  const values = rows.map((row) => row[column]);
  return [Math.min(...values), Math.max(...values)];
}
