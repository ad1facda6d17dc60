// The rows of each layer of the picker's chart.
import { withRoom } from "./labels.js";
import { byRank, extent, matches } from "./picking.js";

const axes = 60; // px beside the marks
const wideEnough = 480; // px, from where on the frontier's names have room

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
