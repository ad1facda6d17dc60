// Draws each chart of the page when it comes into sight, and again when the colour scheme or the room for it changes.
import vegaEmbed from "vega-embed"; // vl_convert bundles it
import { rowsOf } from "./data.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 640px)");
const chosenRows = new Map(); // by figure, a function that gives the datasets which the controls choose

const viewOf = (figure) => figure.querySelector(".drawing").embedded?.view;

// A figure that is not drawn yet takes the rows when it is.
export function showRows(figure, datasets) {
  chosenRows.set(figure, datasets);
  const view = viewOf(figure);
  if (!view) return;
  Object.entries(datasets()).forEach(([name, rows]) => view.data(name, rows));
  view.runAsync();
}

const familiesTicked = (figure) => [...figure.querySelectorAll(".legend input:checked")].map((box) => box.value);

export function highlight(figure) {
  viewOf(figure)?.signal("highlighted", familiesTicked(figure)).runAsync();
}

// What was drawn before may have been hidden while the page's width changed.
export function showFigure(figure, isShown) {
  const reappears = isShown && figure.hidden;
  figure.hidden = !isShown;
  if (reappears) viewOf(figure)?.width(figure.querySelector(".drawing").clientWidth).runAsync();
}

// Beside a narrow chart a legend leaves no room.
function config(theme) {
  const scheme = theme[dark.matches ? "dark" : "light"];
  const below = { columns: 3, orient: "bottom", layout: { bottom: { direction: "vertical" } } };
  return narrow.matches ? { ...scheme, legend: { ...scheme.legend, ...below } } : scheme;
}

function datasetsOf(figure, spec, data) {
  const names = [spec, ...(spec.layer ?? [])].map((part) => part.data?.name).filter((name) => name in data.tables);
  return { ...Object.fromEntries(names.map((name) => [name, rowsOf(data, name)])), ...chosenRows.get(figure)?.() };
}

async function draw(figure, data, tooltip) {
  const drawing = figure.querySelector(".drawing");
  drawing.embedded?.finalize();
  try {
    const spec = data.specs[figure.id];
    drawing.embedded = await vegaEmbed(drawing, { ...spec, datasets: datasetsOf(figure, spec, data) }, {
      actions: false,
      ast: true, // interprets expressions instead of making code of them
      config: config(data.theme),
      mode: "vega-lite",
      renderer: "svg",
      tooltip,
    });
    if (familiesTicked(figure).length) highlight(figure);
    figure.dataset.drawn = "";
  } catch (error) {
    drawing.textContent = `This chart could not be drawn: ${error.message}`;
  }
}

export function drawInSight(data, tooltips) {
  const drawOne = (figure) => draw(figure, data, tooltips[figure.id] ?? true);
  const drawAgain = () => document.querySelectorAll("figure[data-drawn]").forEach(drawOne);
  const sight = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      sight.unobserve(target);
      drawOne(target);
    }
  }, { rootMargin: "200px" });
  document.querySelectorAll("figure").forEach((figure) => sight.observe(figure));
  document.addEventListener("change", ({ target }) => {
    if (target.closest("figure .legend")) highlight(target.closest("figure"));
  });
  dark.addEventListener("change", drawAgain);
  narrow.addEventListener("change", drawAgain);
}
