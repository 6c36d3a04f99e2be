import { signal } from '@preact/signals';

/** Something the export menu offers: a pane's picture, a tensor. */
export interface Exportable {
  readonly id: string;
  /** As the menu says it: "U as PNG". */
  readonly label: string;
  readonly save: () => void | Promise<void>;
}

/** What the panes on the page offer, in the order in which they came. */
export const exportables = signal<readonly Exportable[]>([]);

/** Offers an export for as long as its pane is there: returns how to take it back. */
export function offerExport(exportable: Exportable): () => void {
  exportables.value = [...exportables.value.filter(({ id }) => id !== exportable.id), exportable];
  return () => {
    exportables.value = exportables.value.filter((other) => other !== exportable);
  };
}
