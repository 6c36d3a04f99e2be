/** What one can do with the selected tensor, as a right click on it shows it: the menu in its header. */
export function openUses(): void {
  // The menu is there once the tensor that was just selected is.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('.tensor-uses .menu > button')?.click();
  });
}
