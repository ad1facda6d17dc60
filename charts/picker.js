// The index's controls: they choose rows, and everything they say stands in the address behind the #.
const form = document.getElementById("picker");
const others = "other families";

function startPicker() {
  const data = read(document.getElementById("picker-data"));
  const runs = new Map(data.runs.map((run) => [run.run, run]));
  const element = (id) => document.getElementById(id);
  const [figure, ratioFigure] = [element("picker-figure"), element("devices-figure")];
  const untouched = new URLSearchParams(new FormData(form)).toString();
  const hued = new Set(data.hued);
  let shown = [];

  // A run's rows: its release's models with a time.
  function rowsOf(name) {
    const run = runs.get(name);
    const models = (data.models[run.accuracy_release].rows ??= table(data.models[run.accuracy_release].columns));
    const times = column(run.microseconds);
    return (run.rows ??= models.flatMap((model, place) => {
      const ms = times[model.timing] / 1000;
      if (!ms) return [];
      const hue = hued.has(model.family) ? model.family : others;
      const [top1_low, top1_high] = [model.hundredths_low / 100, model.hundredths_high / 100];
      return { ...model, top1_low, top1_high, ms, hue, ...origin(run, place, model.timing) };
    }));
  }

  function origin(run, place, timing) {
    const [suspect, interval] = [run.suspects[place], run.intervals[timing]];
    if (suspect) return { kind: "suspect", note: suspect };
    if (interval) {
      const note = `estimated from ${run.reference}: ${interval.join(" to ")} ms in nine cases of ten`;
      return { kind: "estimated", note };
    }
    return { kind: run.release === "own" ? "own" : "measured", note: "" };
  }

  function state() {
    const chosen = new FormData(form);
    return {
      run: chosen.get("run"),
      budget: Number(chosen.get("budget")) || Infinity,
      license: chosen.get("license"),
      size: Number(chosen.get("size")) || Infinity,
      family: chosen.get("family"),
      search: chosen.get("search").trim().toLowerCase(),
      rows: Number(chosen.get("rows")),
    };
  }

  const byRank = (a, b) => b.top1 - a.top1 || a.ms - b.ms || (a.model < b.model ? -1 : 1);

  // The fastest first, and each that is more accurate than all before it; equals stay together.
  function frontierOf(rows) {
    let best = { top1: -1 };
    return rows
      .filter((row) => row.kind !== "suspect" && row.kind !== "estimated")
      .sort((a, b) => a.ms - b.ms || b.top1 - a.top1)
      .filter((row) => {
        const stays = row.top1 > best.top1 || (row.top1 === best.top1 && row.ms === best.ms);
        best = stays ? row : best;
        return stays;
      });
  }

  // As pick() does: each model at its most accurate resolution within the limits.
  function ranking(rows) {
    const models = new Set();
    return rows
      .filter((row) => row.kind !== "suspect")
      .sort(byRank)
      .filter((row) => !models.has(row.model) && models.add(row.model));
  }

  function choose(limits) {
    const all = rowsOf(limits.run);
    const allowed = all.filter(
      (row) =>
        row.img_size <= limits.size &&
        (!limits.license || row.license_class === limits.license) &&
        (!limits.family || row.family === limits.family),
    );
    const points = allowed.filter((row) => row.ms <= limits.budget);
    const best = ranking(points);
    const last = best.length ? best[0].rank_high : 0;
    best.forEach((row) => (row.tied = row.rank <= last));
    return { all, points, beyond: allowed.filter((row) => row.ms > limits.budget), best, frontier: frontierOf(points) };
  }

  function reach(rows) {
    const of = (values) => [Math.min(...values), Math.max(...values)];
    const [ms, top1] = [of(rows.map((row) => row.ms)), of(rows.map((row) => row.top1))];
    return { ms, top1 };
  }

  // Names for those that leave each other room; `free` says from where on a name has room on its side.
  function named(rows, { ms, top1 }, label, most, right) {
    const width = figure.querySelector(".drawing").clientWidth - 60;
    const taken = [];
    for (const row of rows) {
      const x = (width * Math.log(row.ms / ms[0])) / Math.log(ms[1] / ms[0]);
      const y = (480 * (top1[1] ** 4 - row.top1 ** 4)) / (top1[1] ** 4 - top1[0] ** 4); // the axis is stretched so
      const text = label(row);
      const long = 7 * text.length;
      const fits = right ? x + long < width : x - long > 0;
      const left = right ? x : x - long;
      const free = taken.every((other) => Math.abs(other.y - y) > 16 || other.left > left + long || other.end < left);
      if (fits && free && taken.length < most) taken.push({ y, left, end: left + long, row: { ...row, label: text } });
    }
    return taken.map(({ row }) => row);
  }

  const chart = { limits: null, choice: null };
  function datasets() {
    const { limits, choice } = chart;
    const bounds = reach(choice.all);
    const isFound = (row) => limits.search && row.model.toLowerCase().includes(limits.search);
    const found = choice.points.filter(isFound).sort(byRank);
    const budget = Number.isFinite(limits.budget) && limits.budget >= bounds.ms[0] && limits.budget <= bounds.ms[1];
    const architecture = (row) => row.model.split(".")[0];
    const wide = figure.querySelector(".drawing").clientWidth >= 480;
    const full = (row) => `${row.model} at ${row.img_size}`;
    return {
      extent: bounds.ms.map((ms, i) => ({ ms, top1: bounds.top1[i] })),
      points: choice.points,
      beyond: choice.beyond,
      frontier: choice.frontier,
      budget: budget ? [{ ms: limits.budget, label: `${limits.budget} ms` }] : [],
      found,
      found_names: named(found, bounds, full, 8, true),
      names: wide && !found.length ? named([...choice.frontier].reverse(), bounds, architecture, 12, false) : [],
    };
  }

  function showChart() {
    const view = figure.querySelector(".drawing").embedded?.view;
    if (!view) return undefined;
    Object.entries(datasets()).forEach(([name, rows]) => view.data(name, rows));
    return view.runAsync();
  }

  const number = (value) => Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 4 });
  const models = (count) => `${count.toLocaleString("en")} ${count === 1 ? "model" : "models"}`;
  const text = (id, words) => (element(id).textContent = words);

  function cell(row, label, content, kind = "td") {
    const made = document.createElement(kind);
    made.dataset.label = label;
    made.append(content);
    row.append(made);
    return made;
  }

  const hub = (row) => (row.hub === "=" ? `timm/${row.model}` : row.hub);

  function weights(row) {
    if (!row.hub) return row.model;
    const link = document.createElement("a");
    link.href = `https://huggingface.co/${hub(row).split("/").map(encodeURIComponent).join("/")}`;
    link.textContent = row.model;
    return link;
  }

  function tableRow(row, place, search) {
    const made = document.createElement("tr");
    cell(made, "Rank", String(place + 1));
    const name = cell(made, "Model", weights(row), "th");
    name.scope = "row";
    if (search && row.model.toLowerCase().includes(search)) made.classList.add("found");
    if (row.note || row.kind !== "measured") {
      const note = document.createElement("small");
      note.textContent = row.note || "timed by yourself";
      name.append(note);
    }
    cell(made, "Pixels", String(row.img_size));
    cell(made, "Top-1 %", row.top1.toFixed(2));
    cell(made, "95 % interval", `${row.top1_low.toFixed(2)} to ${row.top1_high.toFixed(2)}`);
    cell(made, "Against the first", place === 0 ? "first" : row.tied ? "not told apart" : "less accurate");
    cell(made, "ms", number(row.ms));
    cell(made, "Params M", String(row.param_count));
    cell(made, "Licence", row.license);
    return made;
  }

  function showTable({ best }, { rows, search }) {
    shown = best.slice(0, rows);
    element("best").replaceChildren(...shown.map((row, place) => tableRow(row, place, search)));
  }

  function headline({ best }) {
    if (!best.length) return "No model is within these limits";
    const [first] = best;
    const tied = best.filter((row) => row.tied).length - 1;
    const told = `${first.model} is the most accurate of ${models(best.length)} within your limits: ` +
      `${first.top1.toFixed(1)} % at ${number(first.ms)} ms per image`;
    return tied ? `${told}; ${models(tied)} cannot be told apart from it` : told;
  }

  function said({ points, all }, { search }) {
    if (!search) return "";
    const count = (rows) => new Set(rows.filter((row) => row.model.toLowerCase().includes(search)).map((row) => row.model)).size;
    return `${models(count(points))} of that name within your limits, ${count(all)} in the run.`;
  }

  const quoted = (value) => `'${value.replaceAll("'", "''")}'`;
  function sql({ run, budget, license, size, family, rows }) {
    const limits = [
      `run := ${quoted(run)}`,
      Number.isFinite(budget) && `budget_ms := ${budget}`,
      license && `license_class := ${quoted(license)}`,
      Number.isFinite(size) && `max_img_size := ${size}`,
    ].filter(Boolean);
    const where = family && `\nwhere model in (select model from families where family = ${quoted(family)})`;
    return `from pick(${limits.join(", ")})${where}\nlimit ${rows};`;
  }

  function showKinds({ points }) {
    for (const item of document.querySelectorAll("#kinds [data-kind]")) {
      item.hidden = !points.some((row) => row.kind === item.dataset.kind);
    }
  }

  function timingsOf(name) {
    const { release } = runs.get(name);
    return release === "own" ? `your own run ${name}` : `timm's results of ${release}, run ${name}`;
  }

  function source(name) {
    const { release, accuracy_release } = runs.get(name);
    const accuracies = release === "own" ? `, with the accuracies of timm's results of ${accuracy_release}` : "";
    return `Source: ${timingsOf(name)}${accuracies}.`;
  }

  async function update() {
    const limits = state();
    const choice = choose(limits);
    Object.assign(chart, { limits, choice });
    text("headline", headline(choice));
    text("said", said(choice, limits));
    text("picker-sql", sql(limits));
    text("source", source(limits.run));
    showKinds(choice);
    showTable(choice, limits);
    await showChart();
  }

  function compare() {
    const [first, second] = ["first", "second"].map((name) => form.elements[name].value);
    const before = new Map(rowsOf(first).filter((row) => row.kind !== "suspect").map((row) => [`${row.model} ${row.img_size}`, row.ms]));
    const ratios = rowsOf(second)
      .filter((row) => row.kind !== "suspect" && before.has(`${row.model} ${row.img_size}`))
      .map((row) => ({ ...row, ratio: before.get(`${row.model} ${row.img_size}`) / row.ms }));
    const families = Map.groupBy(ratios, (row) => row.family);
    const largest = [...families].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, 20);
    const medians = largest.map(([family, rows]) => ({ family, ratio: median(rows.map((row) => row.ratio)) }));
    medians.sort((a, b) => b.ratio - a.ratio);
    const place = new Map(medians.map(({ family }, i) => [family, i]));
    const kept = ratios.filter((row) => place.has(row.family)).sort((a, b) => place.get(a.family) - place.get(b.family));
    return { first, second, ratios: kept, medians, all: ratios };
  }

  function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    const half = sorted.length / 2;
    return (sorted[Math.floor(half - 0.5)] + sorted[Math.floor(half)]) / 2;
  }

  async function updateDevices() {
    const { first, second, ratios, medians, all } = compare();
    const [most, least] = [medians[0], medians.at(-1)];
    text(
      "devices-title",
      all.length
        ? `Half of ${all.length.toLocaleString("en")} timings are at least ${number(median(all.map((row) => row.ratio)))} times as fast on ` +
            `${runs.get(second).device} as on ${runs.get(first).device}; by family it is from ` +
            `${number(least.ratio)} (${least.family}) to ${number(most.ratio)} (${most.family})`
        : "These two runs have no model in common",
    );
    text("devices-source", `Source: ${timingsOf(first)}; ${timingsOf(second)}.`);
    text(
      "devices-sql",
      `select one.model, one.family, one.img_size, one.secs / two.secs as ratio\nfrom benchmarks as one\n` +
        `inner join benchmarks as two using (accuracy_release, model, img_size)\nwhere one.run = ${quoted(first)} and one.release = ` +
        `${quoted(runs.get(first).release)}\n    and two.run = ${quoted(second)} and two.release = ` +
        `${quoted(runs.get(second).release)}\n    and not one.suspect and not two.suspect;`,
    );
    ratioFigure.chosenRows = () => ({ ratios, medians });
    const view = ratioFigure.querySelector(".drawing").embedded?.view;
    await view?.data("ratios", ratios).data("medians", medians).runAsync();
  }

  // The slider is a second hand on the budget: its steps are even on the chart's axis.
  const slider = element("budget-slider");
  function setSlider() {
    const { ms } = reach(rowsOf(form.elements.run.value));
    const budget = Number(form.elements.budget.value) || ms[1];
    const share = Math.log(budget / ms[0]) / Math.log(ms[1] / ms[0]);
    slider.value = Math.round(1000 * Math.min(1, Math.max(0, share)));
    slider.setAttribute("aria-valuetext", form.elements.budget.value ? `${budget} ms` : "no limit");
  }

  function slide() {
    const { ms } = reach(rowsOf(form.elements.run.value));
    const budget = ms[0] * (ms[1] / ms[0]) ** (slider.value / 1000);
    form.elements.budget.value = Number(slider.value) >= 1000 ? "" : Number(budget.toPrecision(3));
  }

  function runsOfDevice() {
    const device = form.elements.device.value;
    for (const option of form.elements.run.options) {
      option.hidden = option.disabled = runs.get(option.value).device !== device;
    }
  }

  // What was drawn before may have been hidden while the page's width changed.
  function switchViews() {
    for (const view of document.querySelectorAll("[data-view]")) {
      const chosen = form.elements[view.dataset.view].value;
      for (const chart of view.querySelectorAll("figure")) {
        const shows = chart.hidden && chart.dataset.choice === chosen;
        chart.hidden = chart.dataset.choice !== chosen;
        const drawing = chart.querySelector(".drawing");
        if (shows) drawing.embedded?.view.width(drawing.clientWidth).runAsync();
      }
    }
  }

  function remember() {
    const now = new URLSearchParams(new FormData(form));
    const first = new URLSearchParams(untouched);
    now.delete("device");
    for (const name of new Set(now.keys())) {
      if (name !== "run" && now.getAll(name).join() === first.getAll(name).join()) now.delete(name);
    }
    history.replaceState(null, "", `#${now}`);
  }

  // What an address asks for and the page does not have is left as it is.
  function recall() {
    form.reset();
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const control of form.elements) {
      if (!control.name || !asked.has(control.name)) continue;
      const values = asked.getAll(control.name);
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (control.tagName !== "SELECT" || [...control.options].some(({ value }) => value === values[0])) control.value = values[0];
    }
    form.elements.device.value = runs.get(form.elements.run.value).device;
  }

  function showAll() {
    runsOfDevice();
    setSlider();
    switchViews();
    document.querySelectorAll("figure[data-drawn]:has(.legend)").forEach(bringOut);
    return Promise.all([update(), updateDevices()]);
  }

  async function change({ target }) {
    if (target === slider) slide();
    if (target.name === "device") {
      form.elements.run.value = data.runs.find(({ device }) => device === target.value).run;
    }
    if (["device", "run"].includes(target.name)) runsOfDevice();
    if (target !== slider) setSlider();
    remember();
    if (["first", "second"].includes(target.name)) await updateDevices();
    else if (target.closest("[data-view]")) switchViews();
    else if (target.form === form && !target.closest("figure .legend")) await update();
  }

  function csv() {
    const head = ["model", "img_size", "top1", "top1_low", "top1_high", "differs_from_first", "ms", "param_count", "license", "kind", "note", "hf_hub_id"];
    const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    const line = (row) => head.map((name) => field(String({ ...row, differs_from_first: !row.tied, hf_hub_id: hub(row) }[name] ?? "")));
    return [head, ...shown.map(line)].map((fields) => `${fields.join(",")}\r\n`).join("");
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.download = "picked-models.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A browser may keep a page that was opened from disk off the clipboard; then the text is marked.
  async function copy(button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  }

  const told = { Family: "family", "Image size (px)": "img_size", "Top-1 (%)": "top1", "Parameters (M)": "param_count", Licence: "license", Note: "note" };
  function tooltip(row, sanitize) {
    const facts = [["Model", row.model], ["Time (ms)", number(row.ms)], ...Object.entries(told).map(([name, key]) => [name, row[key]])];
    const lines = facts.filter(([, fact]) => fact !== "").map(([name, fact]) => `<tr><td class="key">${name}</td><td class="value">${sanitize(String(fact))}</td></tr>`);
    return `<table>${lines.join("")}</table>`;
  }

  figure.chosenRows = datasets;
  figure.tooltip = { formatTooltip: tooltip };
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("input", (event) => event.target.type !== "checkbox" && change(event));
  document.addEventListener("change", (event) => event.target.type === "checkbox" && change(event));
  window.addEventListener("hashchange", () => (recall(), showAll()));
  element("download").addEventListener("click", download);
  document.querySelectorAll(".copy").forEach((button) => button.addEventListener("click", () => copy(button)));
  recall();
  return showAll();
}

if (form) {
  startPicker();
}
drawInSight();
