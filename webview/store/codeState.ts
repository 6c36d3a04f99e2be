import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Argument } from '../../src/engine/core/refusal.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import {
  chooseCodeRequest,
  codeChanged,
  type CodeLink,
  fieldFocused,
  type FormField,
  showCodeRequest,
} from '../../src/protocol/codeMessages.ts';

/** The call in source code that the page shows. */
export interface CodeState {
  /** The call; null if the scenario does not come from source code. */
  readonly link: ReadonlySignal<CodeLink | null>;
  /** Sets the call that the page starts with. */
  readonly open: (link: CodeLink | null) => void;
  /** Says which field has the focus; null for none. */
  readonly focus: (field: FormField | null) => void;
  /** Shows the call in its editor. */
  readonly show: () => void;
  /** Carries out a choice of the link. */
  readonly choose: (id: string) => void;
}

/** Creates the state of a page without a call in source code. */
export function createCodeState(host: Channel): CodeState {
  const link: Signal<CodeLink | null> = signal(null);
  let focused: string | null = null;
  host.on(codeChanged, (changed) => {
    link.value = changed;
  });
  return {
    link,
    open: (opened) => {
      link.value = opened;
    },
    focus: (field) => {
      const key = field === null ? null : `${field.argument} ${field.name}`;
      if (link.peek() === null || key === focused) return;
      focused = key;
      host.emit(fieldFocused, field);
    },
    show: () => void host.call(showCodeRequest, null),
    choose: (id) => void host.call(chooseCodeRequest, { id }),
  };
}

/** The attributes by which {@link formFieldAt} recognizes the control of a field. */
export function fieldAttributes(argument: Argument, name: string): Readonly<Record<`data-${string}`, string>> {
  return { 'data-argument': argument, 'data-name': name };
}

/** Returns the field that an element is the control of; null for any other element. */
export function formFieldAt(target: EventTarget | null): FormField | null {
  if (!(target instanceof HTMLElement)) return null;
  const { argument, name } = target.dataset;
  return argument === undefined || name === undefined ? null : { argument: argument as Argument, name };
}
