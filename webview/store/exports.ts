import { type ReadonlySignal, signal } from '@preact/signals';

/** Something the export menu offers: a pane's picture, a tensor. */
export interface Exportable {
  readonly id: string;
  /** As the menu says it: "U as PNG". */
  readonly label: string;
  readonly save: () => void | Promise<void>;
}

/** The exports that the panes on the page offer. */
export interface Exports {
  /** In the order in which the offers came. */
  readonly offers: ReadonlySignal<readonly Exportable[]>;
  /** Offers an export for as long as its pane is there: returns how to take it back. */
  readonly offer: (exportable: Exportable) => () => void;
}

export function createExports(): Exports {
  const offers = signal<readonly Exportable[]>([]);
  return {
    offers,
    offer: (exportable) => {
      offers.value = [...offers.value.filter(({ id }) => id !== exportable.id), exportable];
      return () => {
        offers.value = offers.value.filter((other) => other !== exportable);
      };
    },
  };
}
