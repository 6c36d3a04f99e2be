import type * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { CodePlace } from '../../protocol/codeMessages.ts';
import type { Debugger } from './debugger.ts';

/** All open debuggers, in the order in which they were last used. */
export class Debuggers {
  readonly #open: Debugger[] = [];
  readonly #expected = new Map<string, PromiseWithResolvers<Result<Debugger>>>();

  /** Adds a debugger; it is removed when its panel is closed. */
  add(opened: Debugger): void {
    this.#open.push(opened);
    opened.panel.onDidChangeViewState(() => {
      if (opened.panel.active) this.#open.push(...this.#remove(opened));
    });
    opened.panel.onDidDispose(() => this.#remove(opened));
    if (opened.model.document !== null) this.#settle(opened.model.document, ok(opened));
  }

  /** Returns the debugger that a command acts on: the active one, otherwise the visible one that was used last. */
  current(): Debugger | null {
    return this.#last(({ panel }) => panel.active) ?? this.#last(({ panel }) => panel.visible);
  }

  /** Returns the debugger that was used last, visible or not. */
  last(): Debugger | null {
    return this.#last(() => true);
  }

  /** Returns the panel that was used last; editors of documents do not count. */
  lastPanel(): Debugger | null {
    return this.#last(({ model }) => model.document === null);
  }

  /** Returns the editor of this document that was used last. */
  ofDocument(document: vscode.Uri): Debugger | null {
    const key = document.toString();
    return this.#last(({ model }) => model.document?.toString() === key);
  }

  /** Returns the debugger of a call in source code that was used last. */
  ofCode({ uri, path }: CodePlace): Debugger | null {
    return this.#last(({ code }) => code?.link.uri === uri && code.link.path === path);
  }

  /** Resolves when the next editor of this document is added, or {@link giveUp} is called. */
  expect(document: vscode.Uri): Promise<Result<Debugger>> {
    const key = document.toString();
    const expected = this.#expected.get(key) ?? Promise.withResolvers<Result<Debugger>>();
    this.#expected.set(key, expected);
    return expected.promise;
  }

  /** Resolves pending {@link expect} calls with a refusal: no editor of this document will be opened. */
  giveUp(document: vscode.Uri, why: Result<never>): void {
    this.#settle(document, why);
  }

  #settle(document: vscode.Uri, result: Result<Debugger>): void {
    const key = document.toString();
    this.#expected.get(key)?.resolve(result);
    this.#expected.delete(key);
  }

  #last(wanted: (open: Debugger) => boolean): Debugger | null {
    return this.#open.filter(wanted).at(-1) ?? null;
  }

  #remove(opened: Debugger): Debugger[] {
    const index = this.#open.indexOf(opened);
    return index < 0 ? [] : this.#open.splice(index, 1);
  }
}
