import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { History } from '../../protocol/hostMessages.ts';
import type { ScenarioVersion, ScenarioVersions, VersionName } from '../../protocol/versionMessages.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { PanelModel } from './panelModel.ts';
import type { ScenarioModel, SwitchableVersions } from './scenarioModel.ts';

/** Two versions of a call in one panel. Edits and their history belong to the version that is shown. */
export class VersionsModel implements ScenarioModel {
  readonly origin = { kind: 'panel' } as const;
  readonly document = null;
  readonly base: vscode.Uri | null;
  readonly versions: SwitchableVersions;
  readonly #models: Readonly<Record<VersionName, PanelModel>>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  #shown: VersionName;

  readonly onDidChange = this.#changed.event;

  constructor(given: ScenarioVersions, base: vscode.Uri | null) {
    this.base = base;
    this.#shown = given.shown;
    const modelOf = ({ scenario }: ScenarioVersion): PanelModel => new PanelModel(ok(scenario), base, () => undefined);
    this.#models = { before: modelOf(given.before), after: modelOf(given.after) };
    this.#listening = vscode.Disposable.from(
      ...Object.values(this.#models).map((model) => model.onDidChange(() => this.#changed.fire())),
    );
    const current = (which: VersionName): ScenarioVersion => {
      const scenario = this.#models[which].read();
      return scenario?.ok === true ? { ...given[which], scenario: scenario.value } : given[which];
    };
    this.versions = {
      read: () => ({ ...given, before: current('before'), after: current('after'), shown: this.#shown }),
      show: (which) => {
        this.#shown = which;
      },
    };
  }

  read(): Result<Scenario> | null {
    return this.#model.read();
  }

  get history(): History {
    return this.#model.history;
  }

  edit(scenario: Scenario, options?: { readonly continues: boolean }): Promise<boolean> {
    return this.#model.edit(scenario, options);
  }

  stepHistory(direction: 'undo' | 'redo'): void {
    this.#model.stepHistory(direction);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#models.before.dispose();
    this.#models.after.dispose();
    this.#changed.dispose();
  }

  get #model(): PanelModel {
    return this.#models[this.#shown];
  }
}

/** Returns the two versions that a page saved; null if it had one, or another version of the extension saved it. */
export function savedVersions(state: unknown): ScenarioVersions | null {
  if (typeof state !== 'object' || state === null || !('versions' in state)) return null;
  const { before, after, shown, effects } = (state.versions ?? {}) as Partial<Record<keyof ScenarioVersions, unknown>>;
  const [old, now] = [savedVersion(before), savedVersion(after)];
  if (old === null || now === null) return null;
  return {
    before: old,
    after: now,
    shown: shown === 'before' ? 'before' : 'after',
    effects: typeof effects === 'string' ? effects : '',
  };
}

function savedVersion(value: unknown): ScenarioVersion | null {
  if (typeof value !== 'object' || value === null) return null;
  const { label, scenario } = value as Partial<Record<keyof ScenarioVersion, unknown>>;
  const parsed = typeof scenario === 'string' ? parseScenario(scenario) : null;
  return typeof label === 'string' && parsed?.ok === true ? { label, scenario: parsed.value } : null;
}
