/**
 * Returns the first element that matches a selector.
 * @throws if there is none, or if it is of another class than `kind`
 */
export function found<T extends Element>(selector: string, kind: abstract new () => T): T {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`There is no ${selector}.`);
  return element;
}

/**
 * Returns the form control with this name.
 * @throws if there is none
 */
export function control(name: string): HTMLSelectElement | HTMLInputElement {
  const element = document.querySelector(`.controls [name="${name}"]`);
  if (element instanceof HTMLSelectElement || element instanceof HTMLInputElement) return element;
  throw new Error(`There is no control ${name}.`);
}
