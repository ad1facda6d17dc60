// The index's controls choose the rows of the table, of its chart, and of the two runs side by side.
//
// A new limit is a control in index.html.jinja, and a line in limits() below, in choose() of picking.js and in pickQuery()
// of queries.js. If no column says it yet, models/page/picker_models.sql needs that too.
import { recall, remember, settings } from "./address.js";
import { highlight, showFigure, showRows } from "./charts.js";
import { copy, csv, download } from "./downloads.js";
import { choose, compare, extent, matches } from "./picking.js";
import { pickQuery, ratioQuery } from "./queries.js";
import { rowsByRun } from "./rows.js";
import { layers } from "./scatter.js";
import { comparison, headline, matchCount, source, timings } from "./sentences.js";
import { showTable } from "./table.js";

const comparedFamilies = 20; // as many as have room on the chart
const byId = (id) => document.getElementById(id);

export class Picker {
  constructor(form, data) {
    this.form = form;
    this.controls = form.elements;
    this.defaults = settings(form);
    this.runs = new Map(data.picker.runs.map((run) => [run.run, run]));
    this.rowsOfRun = rowsByRun(data);
    this.slider = byId("budget-slider");
  }

  start() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("input", (event) => this.change(event.target));
    addEventListener("hashchange", () => this.showAddress());
    byId("download").addEventListener("click", () => download("picked-models.csv", csv(this.tableRows())));
    for (const button of document.querySelectorAll(".copy")) button.addEventListener("click", () => copy(button));
    this.showAddress();
  }

  showAddress() {
    recall(this.form);
    this.controls.device.value = this.run().device;
    this.offerRunsOfDevice();
    this.setSlider();
    this.switchViews();
    document.querySelectorAll("figure:has(.legend)").forEach(highlight);
    this.showPicked();
    this.showDevices();
  }

  change(control) {
    const { name } = control;
    if (name === "device") this.controls.run.value = this.firstRunOf(control.value);
    if (name === "device" || name === "run") this.offerRunsOfDevice();
    if (control === this.slider) this.setBudget();
    else this.setSlider();
    remember(this.form, this.defaults);
    if (name === "first" || name === "second") this.showDevices();
    else if (control.closest("[data-view]")) this.switchViews();
    else if (!control.closest(".legend")) this.showPicked();
  }

  run(control = "run") {
    return this.runs.get(this.controls[control].value);
  }

  limits() {
    const { run, budget, license, size, family, search, rows } = this.controls;
    return {
      run: run.value,
      budget: Number(budget.value) || Infinity,
      license: license.value,
      size: Number(size.value) || Infinity,
      family: family.value,
      search: search.value.trim().toLowerCase(),
      rows: Number(rows.value),
    };
  }

  showPicked() {
    const limits = this.limits();
    const all = this.rowsOfRun(limits.run);
    const choice = choose(all, limits);
    const found = (rows) => rows.filter((row) => matches(row, limits.search));
    byId("headline").textContent = headline(choice.best);
    byId("said").textContent = limits.search && matchCount(found(choice.points), found(all));
    byId("picker-sql").textContent = pickQuery(limits);
    byId("source").textContent = source(this.run());
    for (const item of document.querySelectorAll("#kinds [data-kind]")) {
      item.hidden = !choice.points.some((row) => row.kind === item.dataset.kind);
    }
    showTable(byId("best").closest("table"), choice.best.slice(0, limits.rows), limits.search);
    const figure = byId("picker-figure");
    showRows(figure, () => layers(figure, all, choice, limits));
  }

  tableRows() {
    const limits = this.limits();
    return choose(this.rowsOfRun(limits.run), limits).best.slice(0, limits.rows);
  }

  showDevices() {
    const [first, second] = [this.run("first"), this.run("second")];
    const compared = compare(this.rowsOfRun(first.run), this.rowsOfRun(second.run), comparedFamilies);
    byId("devices-title").textContent = comparison(first, second, compared);
    byId("devices-source").textContent = `Source: ${timings(first)}; ${timings(second)}.`;
    byId("devices-sql").textContent = ratioQuery(first, second);
    const { ratios, medians } = compared;
    showRows(byId("devices-figure"), () => ({ ratios, medians }));
  }

  switchViews() {
    for (const view of document.querySelectorAll("[data-view]")) {
      const chosen = this.controls[view.dataset.view].value;
      for (const figure of view.querySelectorAll("figure")) showFigure(figure, figure.dataset.choice === chosen);
    }
  }

  firstRunOf(device) {
    return [...this.runs.values()].find((run) => run.device === device).run;
  }

  offerRunsOfDevice() {
    for (const option of this.controls.run.options) {
      option.hidden = option.disabled = this.runs.get(option.value).device !== this.controls.device.value;
    }
  }

  // The slider is a second control of the budget: its steps are even on the chart's axis.
  times() {
    return extent(this.rowsOfRun(this.controls.run.value), "ms");
  }

  setSlider() {
    const [least, most] = this.times();
    const { value } = this.controls.budget;
    const share = Math.log((Number(value) || most) / least) / Math.log(most / least);
    this.slider.value = Math.round(1000 * share);
    this.slider.setAttribute("aria-valuetext", value ? `${value} ms` : "no limit");
  }

  setBudget() {
    const [least, most] = this.times();
    const budget = least * (most / least) ** (this.slider.value / 1000);
    this.controls.budget.value = Number(this.slider.value) >= 1000 ? "" : Number(budget.toPrecision(3));
  }
}
