// Two runs side by side: how many times as fast the second one times each model.
import { showRows } from "./charts.js";
import { compare } from "./picking.js";
import { ratioQuery } from "./queries.js";
import { comparison, timings } from "./sentences.js";

const families = 20; // as many as have room on the chart

export function showDevices(first, second, rowsOfRun) {
  const compared = compare(rowsOfRun(first.run), rowsOfRun(second.run), families);
  document.getElementById("devices-title").textContent = comparison(first, second, compared);
  document.getElementById("devices-source").textContent = `Source: ${timings(first)}; ${timings(second)}.`;
  document.getElementById("devices-sql").textContent = ratioQuery(first, second);
  const { ratios, medians } = compared;
  showRows(document.getElementById("devices-figure"), () => ({ ratios, medians }));
}
