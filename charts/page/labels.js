// Which marks of the picker's chart have room for a name.
const letter = 7;
const line = 16;
const height = 480;

const share = (value, [least, most]) => (value - least) / (most - least);

// As the chart's axes have it: time is logarithmic, accuracy is stretched by its fourth power.
function place(row, { ms, top1 }, width) {
  const x = width * share(Math.log(row.ms), ms.map(Math.log));
  const y = height * (1 - share(row.top1 ** 4, top1.map((bound) => bound ** 4)));
  return { x, y };
}

// The first rows come first; a name that would cover another or leave the chart is left out.
export function withRoom(rows, extents, width, { name, most, isOnRight }) {
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
