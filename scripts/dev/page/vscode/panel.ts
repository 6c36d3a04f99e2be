import { EventEmitter } from './events.ts';
import type { FrameEvents } from '../webviewFrame.ts';
import { WebviewFrame } from '../webviewFrame.ts';
import type { ThemeName } from '../theme.ts';
import type { Uri } from './uri.ts';

/** The window that a panel is in, as the panel needs it. */
export interface PanelPlace {
  /** The element that the page's frame goes into. */
  readonly parent: HTMLElement;
  readonly theme: () => ThemeName;
  readonly key: FrameEvents['key'];
  /** The panel changed in a way that the window shows or keeps. */
  readonly changed: () => void;
  readonly reveal: (panel: Panel) => void;
  readonly closed: (panel: Panel) => void;
}

/** The kind of a panel, from which it is made again after a reload. */
export interface PanelKind {
  readonly viewType: string;
  /** An editor's file; null for a panel without one. */
  readonly uri: Uri | null;
}

/** A `WebviewPanel` with its `Webview`: the page lives only while the panel is visible. */
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

  /** One panel is to be seen at a time, and is the active one. */
  get active(): boolean {
    return this.#visible;
  }

  reveal(): void {
    this.#place.reveal(this);
  }

  /** Called by the window. */
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

/** A `Webview`. */
export class Webview {
  /** The one source that the page's policy may name: the server itself. */
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

  /** The page's last `setState`, as JSON. */
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

  /** The extension's own files are served under their path within the extension. */
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
