import * as vscode from 'vscode';
import type { SiteAnswer } from '../../review/knownLayer.ts';

const key = 'callAnswers';
/** The oldest answers beyond this number are forgotten. */
const mostAnswers = 500;

type StoredAnswers = Readonly<Record<string, SiteAnswer>>;

/** What the user answered about calls whose code does not say everything, kept for the workspace by document and call. */
export class CallAnswers {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when an answer is given or forgotten. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** Returns the answer about a call; null if there is none. */
  of(document: vscode.Uri, path: string): SiteAnswer | null {
    return this.#all()[keyOf(document, path)] ?? null;
  }

  /** Returns the answers about the calls of a document, by the calls' paths. */
  ofDocument(document: vscode.Uri): ReadonlyMap<string, SiteAnswer> {
    const start = keyOf(document, '');
    return new Map(
      Object.entries(this.#all()).flatMap(([each, answer]) =>
        each.startsWith(start) ? [[each.slice(start.length), answer] as const] : [],
      ),
    );
  }

  /** Keeps an answer in place of the earlier one; null forgets it. */
  async set(document: vscode.Uri, path: string, answer: SiteAnswer | null): Promise<void> {
    const own = keyOf(document, path);
    const kept = Object.entries(this.#all())
      .filter(([each]) => each !== own)
      .slice(-mostAnswers + 1);
    const all = answer === null ? kept : [...kept, [own, answer] as const];
    await this.#state.update(key, Object.fromEntries(all));
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #all(): StoredAnswers {
    return this.#state.get<StoredAnswers>(key) ?? {};
  }
}

function keyOf(document: vscode.Uri, path: string): string {
  return `${document.toString()}\n${path}`;
}
