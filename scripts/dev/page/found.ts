/** The element of this document that a selector names. @throws where it is none of this kind */
export function found<T extends Element>(selector: string, kind: abstract new () => T): T {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`There is no ${selector}.`);
  return element;
}

/** The control of this name in the form. */
export function control(name: string): HTMLSelectElement | HTMLInputElement {
  const element = document.querySelector(`.controls [name="${name}"]`);
  if (element instanceof HTMLSelectElement || element instanceof HTMLInputElement) return element;
  throw new Error(`There is no control ${name}.`);
}
