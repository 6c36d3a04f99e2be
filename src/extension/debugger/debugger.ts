import type * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Channel, Reply, RequestType } from '../../protocol/channel.ts';
import {
  editRequest,
  readyRequest,
  scenarioChanged,
  settingsChanged,
  titleChanged,
  type Init,
} from '../../protocol/hostMessages.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { filePathsOf } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { pageHtml, pageRoots } from '../page/pageHtml.ts';
import { closedError, PageLink } from '../page/pageLink.ts';
import { servePage } from '../page/pageServices.ts';
import type { ScenarioModel } from './scenarioModel.ts';
import { onSettings, readSettings } from '../shared/settings.ts';
import { tensorFileUri } from '../files/tensorFiles.ts';
import { TensorFileWatch } from '../files/tensorFileWatch.ts';
import { webviewPort } from '../page/webviewPort.ts';

/** One visual debugger: a scenario and the page that shows it, in a panel or in an editor. */
export class Debugger {
  readonly panel: vscode.WebviewPanel;
  readonly model: ScenarioModel;
  readonly #link: PageLink<Init>;
  readonly #files: TensorFileWatch;
  #closed = false;

  constructor(extension: vscode.Uri, panel: vscode.WebviewPanel, model: ScenarioModel) {
    this.panel = panel;
    this.model = model;
    this.#files = new TensorFileWatch(() => this.#tell());
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extension) };
    this.#link = new PageLink(
      webviewPort(panel.webview),
      readyRequest,
      () => this.#init(),
      (channel) => this.#serve(channel),
    );
    const listening = [
      model.onDidChange(() => this.#tell()),
      onSettings((settings) => this.#link.emit(settingsChanged, settings)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#link.lost();
      }),
    ];
    panel.onDidDispose(() => {
      this.#closed = true;
      this.#link.close();
      this.#files.dispose();
      model.dispose();
      for (const listener of listening) listener.dispose();
    });
    // Last: the page says ready as soon as it is loaded.
    panel.webview.html = pageHtml(panel.webview, extension, 'debugger');
  }

  /**
   * Asks the page. A page lives only while its tab is visible, so that a hidden one is brought to
   * the front of its group (without taking the focus).
   */
  async ask<P, R>(kind: RequestType<P, R>, params: P, options: { readonly once?: boolean } = {}): Promise<Reply<R>> {
    const reply = this.#link.ask(kind, params, options);
    if (!this.#closed && !this.panel.visible) this.panel.reveal(undefined, true);
    return await reply;
  }

  /** An edit that the page did not make, and is told of. */
  async edit(scenario: Scenario): Promise<Result<null>> {
    if (this.#closed) return refuse('scenario', closedError);
    if (!(await this.model.edit(scenario))) {
      return refuse('scenario', 'The document cannot be edited as it stands.');
    }
    this.#tell();
    return ok(null);
  }

  #init(): Init {
    const scenario = this.model.read();
    this.#watch(scenario);
    return { scenario, origin: this.model.origin, settings: readSettings() };
  }

  #serve(channel: Channel): void {
    servePage(channel, this.model.base);
    channel.handle(editRequest, async ({ scenario }) => {
      const edited = await this.model.edit(scenario);
      if (edited) this.#watch(this.model.read());
      // The page shows its edit already: it goes back to what stands in the document.
      else this.#tell();
      return edited;
    });
    channel.on(titleChanged, ({ name }) => {
      // An editor's title is its file's name.
      if (this.model.origin.kind === 'panel') this.panel.title = panelTitle(name);
    });
  }

  /** The text or a tensor file changed: the page starts over from what stands there now. */
  #tell(): void {
    // An edit may have been under way when the editor was closed.
    if (this.#closed) return;
    const scenario = this.model.read();
    this.#watch(scenario);
    const empty = refuse('scenario', 'The document is empty.');
    this.#link.emit(scenarioChanged, scenario ?? empty);
  }

  #watch(scenario: Result<Scenario> | null): void {
    // What is watched after the end is watched for ever.
    if (scenario?.ok !== true || this.#closed) return;
    const { base } = this.model;
    const uris = filePathsOf(scenario.value).map((path) => tensorFileUri(tensorPathOf(path).file, base));
    this.#files.watch(uris.filter((uri) => uri !== null));
  }
}

/** "ConvTranspose2d: U-Net up-convolution". */
export function panelTitle(name: string): string {
  return name === '' ? 'ConvTranspose2d' : `ConvTranspose2d: ${name}`;
}
