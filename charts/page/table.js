// The table of the best models within the limits.
import { matches } from "./picking.js";
import { number } from "./sentences.js";

export function showTable(table, rows, search) {
  const labels = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  table.tBodies[0].replaceChildren(...rows.map((row, place) => {
    const made = tableRow(labels, contents(row, place));
    made.classList.toggle("found", matches(row, search));
    return made;
  }));
}

function tableRow(labels, cells) {
  const row = document.createElement("tr");
  cells.forEach((content, column) => {
    const isName = column === 1;
    const cell = document.createElement(isName ? "th" : "td");
    if (isName) cell.scope = "row";
    cell.dataset.label = labels[column];
    cell.append(...content);
    row.append(cell);
  });
  return row;
}

const contents = (row, place) => [
  [place + 1],
  [weights(row), ...(row.note ? [element("small", { textContent: row.note })] : [])],
  [row.img_size],
  [row.top1.toFixed(2)],
  [`${row.top1_low.toFixed(2)}–${row.top1_high.toFixed(2)}`],
  [place === 0 ? "–" : row.tied ? "tied (95 %)" : "lower"],
  [number(row.ms)],
  [row.param_count],
  [row.license],
];

function weights({ model, hub }) {
  if (!hub) return model;
  const href = `https://huggingface.co/${hub.split("/").map(encodeURIComponent).join("/")}`;
  return element("a", { href, textContent: model });
}

const element = (name, properties) => Object.assign(document.createElement(name), properties);
