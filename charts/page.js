// Draws each chart of the page when it comes into sight, and again when the colour scheme or the room for it changes.
const read = (element) => JSON.parse(element.textContent);
const look = read(document.getElementById("look"));
const pool = document.getElementById("columns") && read(document.getElementById("columns"));
pool?.texts.forEach((text, i, texts) => {
  // Its first letter says how much of the text before goes before it.
  texts[i] = (texts[i - 1] ?? "").slice(0, text.charCodeAt(0) - 65) + text.slice(1);
});
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const narrow = window.matchMedia("(max-width: 640px)");

// Beside a narrow chart a legend leaves no room.
function config() {
  const scheme = look[dark.matches ? "dark" : "light"];
  const below = { columns: 3, orient: "bottom", layout: { bottom: { direction: "vertical" } } };
  return narrow.matches ? { ...scheme, legend: { ...scheme.legend, ...below } } : scheme;
}

// Texts stand once on the page, and a column once even where several charts show it.
function column(index) {
  const packed = pool.columns[index];
  if ("rows" in packed) return Array(packed.rows).fill(packed.value);
  return Array.isArray(packed) ? packed : packed.codes.map((code) => (packed.values ?? pool.texts)[code]);
}

function table({ order, ...columns }) {
  const entries = Object.entries(columns).map(([name, index]) => [name, column(index)]);
  const rows = entries[0][1].map((_, row) => Object.fromEntries(entries.map(([name, values]) => [name, values[row]])));
  return order === undefined ? rows : column(order).map((place) => rows[place]);
}

// Rows come as arrays. CSV would be no larger, but Vega reads it by making code, which the page's policy forbids.
function unpacked(spec) {
  for (const [name, packed] of Object.entries(spec.datasets)) {
    spec.datasets[name] = Array.isArray(packed.rows)
      ? packed.rows.map((row) => Object.fromEntries(packed.columns.map((key, i) => [key, row[i]])))
      : table(packed);
  }
  return spec;
}

const ticked = (figure) => [...figure.querySelectorAll(".legend input:checked")].map((box) => box.value);

function bringOut(figure) {
  const view = figure.querySelector(".drawing").embedded?.view;
  view?.signal("picked_families", ticked(figure)).runAsync();
}

async function draw(figure) {
  const drawing = figure.querySelector(".drawing");
  drawing.embedded?.finalize();
  try {
    const spec = unpacked(read(figure.querySelector(".spec")));
    Object.assign(spec.datasets, figure.chosenRows?.());
    drawing.embedded = await vegaEmbed(drawing, spec, {
      actions: false,
      ast: true, // interprets expressions instead of making code of them
      config: config(),
      mode: "vega-lite",
      renderer: "svg",
      tooltip: figure.tooltip ?? true,
    });
    if (ticked(figure).length) {
      bringOut(figure);
    }
    figure.dataset.drawn = "";
  } catch (error) {
    drawing.textContent = `This chart could not be drawn: ${error.message}`;
  }
}

function drawAgain() {
  document.querySelectorAll("figure[data-drawn]").forEach(draw);
}

function drawInSight() {
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
        sight.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "200px" },
  );
  document.querySelectorAll("figure").forEach((figure) => sight.observe(figure));
}

document.addEventListener("change", ({ target }) => target.closest("figure .legend") && bringOut(target.closest("figure")));
dark.addEventListener("change", drawAgain);
narrow.addEventListener("change", drawAgain);
