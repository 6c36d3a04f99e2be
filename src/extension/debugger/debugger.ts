import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Channel, Reply, RequestType } from '../../protocol/channel.ts';
import { chooseCodeRequest, codeChanged, fieldFocused, showCodeRequest } from '../../protocol/codeMessages.ts';
import {
  coachShown,
  editRequest,
  firstStepped,
  handOnRequest,
  historyChanged,
  readyRequest,
  scenarioChanged,
  settingsChanged,
  stepHistoryRequest,
  titleChanged,
  type PageStart,
} from '../../protocol/hostMessages.ts';
import { versionShown } from '../../protocol/versionMessages.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { filePathsOf } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { reachMilestone } from '../shared/milestones.ts';
import type { Coach } from './coach.ts';
import type { DebuggerCode } from './debuggerCode.ts';
import { openPage } from '../page/openPage.ts';
import { closedError, type PageLink } from '../page/pageLink.ts';
import type { ScenarioModel } from './scenarioModel.ts';
import { onSettings, readSettings } from '../shared/settings.ts';
import { tensorFileUri } from '../files/readTensorAtPath.ts';
import { TensorFileWatch } from '../files/tensorFileWatch.ts';

/** A visual debugger: a scenario and the page that shows it, in a panel or in a document's editor. */
export class Debugger {
  readonly panel: vscode.WebviewPanel;
  readonly model: ScenarioModel;
  readonly #link: PageLink<PageStart>;
  readonly #files: TensorFileWatch;
  readonly #coach: Coach;
  /** The call in source code that the scenario comes from; null for any other scenario. */
  readonly code: DebuggerCode | null;

  constructor(
    extension: vscode.Uri,
    panel: vscode.WebviewPanel,
    model: ScenarioModel,
    coach: Coach,
    code: DebuggerCode | null = null,
  ) {
    this.panel = panel;
    this.model = model;
    this.#coach = coach;
    this.code = code;
    code?.attach({
      scenario: () => {
        const scenario = model.read();
        return scenario?.ok === true ? scenario.value : null;
      },
      edit: (scenario) => this.edit(scenario),
    });
    this.#files = new TensorFileWatch(() => this.#tell());
    this.#link = openPage(extension, panel, {
      view: 'debugger',
      ready: readyRequest,
      init: () => this.#init(),
      base: model.base,
      serve: (channel) => this.#serve(channel),
      disposables: [
        this.#files,
        model.onDidChange(() => this.#tell()),
        onSettings((settings) => this.#link.emit(settingsChanged, settings)),
        model,
        ...(code === null ? [] : [code.onDidChange(() => this.#link.emit(codeChanged, code.link)), code]),
      ],
    });
  }

  /**
   * Asks the page. A page exists only while its tab is visible, so a hidden tab is brought to the front of its group,
   * without taking the focus.
   */
  async ask<P, R>(kind: RequestType<P, R>, params: P, options: { readonly once?: boolean } = {}): Promise<Reply<R>> {
    const reply = this.#link.ask(kind, params, options);
    if (!this.#link.isClosed && !this.panel.visible) this.panel.reveal(undefined, true);
    return await reply;
  }

  /** Edits the scenario from outside the page, and tells the page. */
  async edit(scenario: Scenario): Promise<Result<null>> {
    if (this.#link.isClosed) return refuse('scenario', closedError);
    if (!(await this.model.edit(scenario))) {
      return refuse('scenario', 'The document cannot be edited: it is read-only or is not a valid scenario.');
    }
    this.#tell();
    this.#tellHistory();
    return ok(null);
  }

  #init(): PageStart {
    const scenario = this.model.read();
    this.#watch(scenario);
    return {
      scenario,
      origin: this.model.origin,
      history: this.model.history,
      settings: readSettings(),
      canHandOn: true,
      coach: this.#coach.isShown,
      code: this.code?.link ?? null,
      versions: this.model.versions?.read() ?? null,
    };
  }

  #serve(channel: Channel): void {
    channel.handle(stepHistoryRequest, ({ direction }) => {
      this.model.stepHistory(direction);
      this.#tellHistory();
      return null;
    });
    channel.handle(editRequest, async ({ scenario, continues }) => {
      const edited = await this.model.edit(scenario, { continues });
      this.#tellHistory();
      if (edited) {
        reachMilestone(scenario.actual === undefined ? 'callChanged' : 'outputChecked');
        this.#watch(this.model.read());
      }
      // The page shows its edit already; it has to go back to the document's scenario.
      else this.#tell();
      return edited;
    });
    channel.handle(handOnRequest, async ({ as }) => {
      await vscode.commands.executeCommand(as === 'report' ? 'convt.exportReport' : 'convt.copyShareLink');
      return null;
    });
    channel.on(versionShown, ({ which }) => {
      this.model.versions?.show(which);
      this.#watch(this.model.read());
      this.#tellHistory();
    });
    channel.on(fieldFocused, (field) => this.code?.focus(field));
    channel.handle(showCodeRequest, () => {
      this.code?.show();
      return null;
    });
    channel.handle(chooseCodeRequest, ({ id }) => {
      this.code?.choose(id);
      return null;
    });
    channel.on(coachShown, (shown) => this.#coach.show(shown));
    channel.on(firstStepped, () => reachMilestone('stepped'));
    channel.on(titleChanged, ({ name }) => {
      // The title of a document's editor is the file's name.
      if (this.model.origin.kind === 'panel') this.panel.title = panelTitle(name);
    });
  }

  #tellHistory(): void {
    const { history } = this.model;
    if (history !== null && !this.#link.isClosed) this.#link.emit(historyChanged, history);
  }

  /** Sends the current scenario to the page, because the text or a tensor file has changed. */
  #tell(): void {
    // An edit may still be in progress when the editor is closed.
    if (this.#link.isClosed) return;
    const scenario = this.model.read();
    this.#watch(scenario);
    const empty = refuse('scenario', 'The document is empty.');
    this.#link.emit(scenarioChanged, scenario ?? empty);
  }

  #watch(scenario: Result<Scenario> | null): void {
    // A watcher that is created after the panel was closed would never be disposed.
    if (scenario?.ok !== true || this.#link.isClosed) return;
    const { base } = this.model;
    const uris = filePathsOf(scenario.value).map((path) => tensorFileUri(tensorPathOf(path).file, base));
    this.#files.watch(uris.filter((uri) => uri !== null));
  }
}

/** Returns the title of a debugger's panel, such as "ConvTranspose2d: U-Net up-convolution". */
export function panelTitle(name: string): string {
  return name === '' ? 'ConvTranspose2d' : `ConvTranspose2d: ${name}`;
}
