import { drawInSight } from "./charts.js";
import { readData } from "./data.js";
import { Picker } from "./picker.js";
import { tooltip } from "./sentences.js";

async function start() {
  const data = await readData();
  const form = document.getElementById("picker");
  if (form) new Picker(form, data).start();
  drawInSight(data, { "picker-figure": { formatTooltip: tooltip } });
}

start();
