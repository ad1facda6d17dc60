// The rows of each layer of the picker's chart, and which of them have room for a name.
import { byRank, extent, matches } from "./picking.js";

const axes = 60; // px beside the marks
const wideEnough = 480; // px, from where on the frontier's names have room
const height = 480; // px of the marks
const letter = 7; // px
const line = 16; // px

export function layers(figure, rows, { points, beyond, frontier }, { budget, search }) {
  const extents = { ms: extent(rows, "ms"), top1: extent(rows, "top1") };
  const width = figure.querySelector(".drawing").clientWidth;
  const found = points.filter((row) => matches(row, search)).sort(byRank);
  const named = (some, how) => withRoom(some, extents, width - axes, how);
  const full = { name: ({ model, img_size }) => `${model} at ${img_size}`, most: 8, isOnRight: true };
  const short = { name: ({ model }) => model.split(".")[0], most: 12, isOnRight: false };
  const isBudgetInSight = extents.ms[0] <= budget && budget <= extents.ms[1];
  return {
    extent: [0, 1].map((end) => ({ ms: extents.ms[end], top1: extents.top1[end] })),
    points,
    beyond,
    frontier,
    budget: isBudgetInSight ? [{ ms: budget, label: `${budget} ms` }] : [],
    found,
    found_names: named(found, full),
    names: width >= wideEnough && !found.length ? named(frontier.toReversed(), short) : [],
  };
}

// Names the first rows first, and leaves out a name that would cover another or leave the chart.
function withRoom(rows, extents, width, { name, most, isOnRight }) {
  const taken = [];
  for (const row of rows) {
    const label = name(row);
    const { x, y } = place(row, extents, width);
    const left = isOnRight ? x : x - letter * label.length;
    const right = left + letter * label.length;
    const isFree = taken.every((other) => Math.abs(other.y - y) > line || other.left > right || other.right < left);
    if (left >= 0 && right <= width && isFree && taken.length < most) taken.push({ left, right, y, row, label });
  }
  return taken.map(({ row, label }) => ({ ...row, label }));
}

// As on the chart's axes: time is logarithmic, accuracy is raised to the fourth power.
function place(row, { ms, top1 }, width) {
  const share = (value, [least, most]) => (value - least) / (most - least);
  const x = width * share(Math.log(row.ms), ms.map(Math.log));
  const y = height * (1 - share(row.top1 ** 4, top1.map((bound) => bound ** 4)));
  return { x, y };
}
