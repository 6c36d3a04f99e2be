import { type ReadonlySignal, signal } from '@preact/signals';

/** An entry of the export menu, such as a pane's picture or a tensor. */
export interface Exportable {
  readonly id: string;
  /** The text of the entry: "U as PNG". */
  readonly label: string;
  readonly save: () => void | Promise<void>;
}

/** The entries of the export menu, which panes add and remove. */
export interface Exports {
  /** In the order in which they were offered. */
  readonly offers: ReadonlySignal<readonly Exportable[]>;
  /** Adds an entry, in place of one with the same id; returns a function that removes it. */
  readonly offer: (exportable: Exportable) => () => void;
}

/** Creates an empty export menu. */
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
