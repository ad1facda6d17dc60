// The address behind the # holds what the controls say, so that a link restores the view.
export const settings = (form) => new URLSearchParams(new FormData(form));

// Always the run, whose default changes with new results; of the others those that differ from the page as it opens.
export function remember(form, defaults) {
  const now = settings(form);
  now.delete("device");
  for (const name of new Set(now.keys())) {
    if (name !== "run" && now.getAll(name).join() === defaults.getAll(name).join()) now.delete(name);
  }
  history.replaceState(null, "", `#${now}`);
}

// What an address asks for and the page does not have is left as it is.
export function recall(form) {
  form.reset();
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const control of form.elements) {
    if (asked.has(control.name)) set(control, asked.getAll(control.name));
  }
}

function set(control, values) {
  if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
  else if (!control.options || [...control.options].some(({ value }) => value === values[0])) control.value = values[0];
}
