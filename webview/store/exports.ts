import { type ReadonlySignal, signal } from '@preact/signals';

/** An entry of the export menu, such as a pane's picture or a tensor. */
export interface Exportable {
  readonly id: string;
  /** The text of the entry: "U as PNG". */
  readonly label: string;
  /** True if the entry exports the whole page. The menu lists such an entry before the entries of single panes. */
  readonly isFirst?: boolean;
  readonly save: () => void | Promise<void>;
}

/** The entries of the export menu, which panes add and remove. */
export interface Exports {
  /** Those of the whole page, then the others, both in the order in which they were offered. */
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
      const all = [...offers.value.filter(({ id }) => id !== exportable.id), exportable];
      offers.value = [...all.filter(({ isFirst }) => isFirst), ...all.filter(({ isFirst }) => isFirst !== true)];
      return () => {
        offers.value = offers.value.filter((other) => other !== exportable);
      };
    },
  };
}
