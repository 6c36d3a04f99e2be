import { EventEmitter } from './events.ts';
import type { FrameEvents } from '../webviewFrame.ts';
import { WebviewFrame } from '../webviewFrame.ts';
import type { ThemeName } from '../theme.ts';
import type { Uri } from './uri.ts';

/** What a panel needs from the window around it. */
export interface PanelPlace {
  /** The element that the panel's frame is added to. */
  readonly parent: HTMLElement;
  readonly theme: () => ThemeName;
  readonly key: FrameEvents['key'];
  /** Called when the panel's title, visibility or saved state has changed. */
  readonly changed: () => void;
  readonly reveal: (panel: Panel) => void;
  readonly closed: (panel: Panel) => void;
}

/** The kind of a panel. After a reload, the panel is restored by its kind. */
export interface PanelKind {
  readonly viewType: string;
  /** The file of a custom editor; null if the panel is not an editor. */
  readonly uri: Uri | null;
}

/** Implements VS Code's `WebviewPanel`. The page inside exists only while the panel is visible. */
export class Panel {
  readonly kind: PanelKind;
  readonly webview: Webview;
  readonly viewColumn = 1;
  readonly options = {};
  iconPath: unknown;
  #title: string;
  #visible = false;
  #disposed = false;
  readonly #place: PanelPlace;
  readonly #viewState = new EventEmitter<{ readonly webviewPanel: Panel }>();
  readonly #didDispose = new EventEmitter<void>();

  readonly onDidChangeViewState = this.#viewState.event;
  readonly onDidDispose = this.#didDispose.event;

  constructor(place: PanelPlace, kind: PanelKind, title: string, state: string | null) {
    this.#place = place;
    this.kind = kind;
    this.#title = title;
    this.webview = new Webview(place, () => this.#title, state);
  }

  get viewType(): string {
    return this.kind.viewType;
  }

  get title(): string {
    return this.#title;
  }

  set title(title: string) {
    this.#title = title;
    this.#place.changed();
  }

  get visible(): boolean {
    return this.#visible;
  }

  /** True if the panel is the active one, which is always the only visible one. */
  get active(): boolean {
    return this.#visible;
  }

  reveal(): void {
    this.#place.reveal(this);
  }

  /** Shows or hides the panel. Called by the window only. */
  show(visible: boolean): void {
    if (visible === this.#visible || this.#disposed) return;
    this.#visible = visible;
    this.webview.show(visible);
    this.#viewState.fire({ webviewPanel: this });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.webview.show(false);
    this.#visible = false;
    this.#disposed = true;
    this.#didDispose.fire();
    this.#place.closed(this);
  }
}

/** Implements VS Code's `Webview`. */
export class Webview {
  /** The source that the page's content security policy must allow: the development server. */
  readonly cspSource = location.origin;
  options: unknown;
  #html = '';
  #frame: WebviewFrame | null = null;
  #visible = false;
  #state: string | null;
  readonly #place: PanelPlace;
  readonly #title: () => string;
  readonly #received = new EventEmitter<unknown>();

  readonly onDidReceiveMessage = this.#received.event;

  constructor(place: PanelPlace, title: () => string, state: string | null) {
    this.#place = place;
    this.#title = title;
    this.#state = state;
  }

  /** The state that the page last saved with `setState`, as JSON. */
  get state(): string | null {
    return this.#state;
  }

  get html(): string {
    return this.#html;
  }

  set html(html: string) {
    this.#html = html;
    if (this.#visible) this.#load();
  }

  /** Returns the address of a file of the extension, which is the file's path within the extension's folder. */
  asWebviewUri(uri: Uri): Uri {
    const { host, protocol } = location;
    return uri.with({ scheme: protocol.slice(0, -1), authority: host });
  }

  async postMessage(message: unknown): Promise<boolean> {
    return (await this.#frame?.post(message)) ?? false;
  }

  setTheme(theme: ThemeName): void {
    this.#frame?.setTheme(theme);
  }

  show(visible: boolean): void {
    this.#visible = visible;
    if (visible && this.#html !== '') this.#load();
    if (visible) return;
    this.#frame?.remove();
    this.#frame = null;
  }

  focus(): void {
    this.#frame?.focus();
  }

  #load(): void {
    this.#frame?.remove();
    const { parent, theme, key, changed } = this.#place;
    const start = { state: this.#state, theme: theme(), title: this.#title() };
    this.#frame = new WebviewFrame(parent, this.#html, start, {
      message: (message) => this.#received.fire(message),
      state: (json) => {
        this.#state = json;
        changed();
      },
      key,
    });
  }
}
