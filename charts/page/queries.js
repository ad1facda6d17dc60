// The SQL that gives what the page shows.
const quoted = (value) => `'${value.replaceAll("'", "''")}'`;

export function pickQuery({ run, budget, license, size, family, rows }) {
  const limits = [
    `run := ${quoted(run)}`,
    Number.isFinite(budget) && `budget_ms := ${budget}`,
    license && `license_class := ${quoted(license)}`,
    Number.isFinite(size) && `max_img_size := ${size}`,
    family && `family := ${quoted(family)}`,
  ].filter(Boolean);
  return `from pick(${limits.join(", ")})\nlimit ${rows};`;
}

export function ratioQuery(first, second) {
  return `select one.model, one.family, one.img_size, one.secs / two.secs as ratio
from benchmarks as one
inner join benchmarks as two using (accuracy_release, model, img_size)
where one.run = ${quoted(first.run)} and one.release = ${quoted(first.release)}
    and two.run = ${quoted(second.run)} and two.release = ${quoted(second.release)}
    and not one.suspect and not two.suspect and not one.is_test_network;`;
}
