// The page's data as packing.py writes it: JSON, gzipped and in base64. Vega would read CSV too, but by making code, which
// the page's policy forbids.
export function readData() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(text).json();
}

export const columnOf = ({ columns, tables }, table, name) => columns[tables[table][name]];

export function rowsOf(data, table) {
  const columns = Object.keys(data.tables[table]).map((name) => [name, columnOf(data, table, name)]);
  return columns[0][1].map((_, row) => Object.fromEntries(columns.map(([name, values]) => [name, values[row]])));
}
