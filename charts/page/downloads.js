// What a reader takes along: the table's rows as CSV, and SQL through the clipboard.
const columns = ["model", "img_size", "top1", "top1_low", "top1_high", "differs_from_first", "ms", "param_count"]
  .concat(["license", "kind", "note", "hf_hub_id"]);

const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

export function csv(rows) {
  const records = rows.map((row) => ({ ...row, differs_from_first: !row.tied, hf_hub_id: row.hub }));
  const lines = [columns, ...records.map((record) => columns.map((name) => field(String(record[name] ?? ""))))];
  return lines.map((fields) => `${fields.join(",")}\r\n`).join("");
}

export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// A browser may keep a page that was opened from disk off the clipboard; then the text is selected.
export async function copy(button) {
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
