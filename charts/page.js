// Draws every chart of the page, and draws it again when the colour scheme changes or the page becomes narrow or wide.
const read = (element) => JSON.parse(element.textContent);
const look = read(document.getElementById("look"));
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const narrow = window.matchMedia("(max-width: 640px)");

// Beside a narrow chart a legend leaves no room.
function config() {
  const scheme = look[dark.matches ? "dark" : "light"];
  const below = { columns: 3, orient: "bottom", layout: { bottom: { direction: "vertical" } } };
  return narrow.matches ? { ...scheme, legend: { ...scheme.legend, ...below } } : scheme;
}

// Rows come as arrays. CSV would be no larger, but Vega reads it by making code, which the page's policy forbids.
function unpacked(spec) {
  for (const [name, { columns, rows }] of Object.entries(spec.datasets)) {
    spec.datasets[name] = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  }
  return spec;
}

async function draw(figure) {
  const drawing = figure.querySelector(".drawing");
  drawing.embedded?.finalize();
  try {
    drawing.embedded = await vegaEmbed(drawing, unpacked(read(figure.querySelector("script"))), {
      actions: false,
      ast: true, // interprets expressions instead of making code of them
      config: config(),
      mode: "vega-lite",
      renderer: "svg",
    });
  } catch (error) {
    drawing.textContent = `This chart could not be drawn: ${error.message}`;
  }
}

async function drawAll() {
  for (const figure of document.querySelectorAll("figure")) {
    await draw(figure);
  }
}

dark.addEventListener("change", drawAll);
narrow.addEventListener("change", drawAll);
drawAll();
