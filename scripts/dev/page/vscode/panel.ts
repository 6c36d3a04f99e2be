import { EventEmitter } from './events.ts';
import type { FrameEvents } from '../webviewFrame.ts';
import { WebviewFrame } from '../webviewFrame.ts';
import type { ThemeName } from '../theme.ts';
import type { Uri } from './uri.ts';

/** The parts of the window that a panel uses. */
export interface PanelPlace {
  /** The element that the page's frame goes into. */
  readonly parent: HTMLElement;
  readonly theme: () => ThemeName;
  readonly key: FrameEvents['key'];
  /** Called when the panel's title, visibility or saved state changed. */
  readonly changed: () => void;
  readonly reveal: (panel: Panel) => void;
  readonly closed: (panel: Panel) => void;
}

/** The kind of a panel, from which the panel is restored after a reload. */
export interface PanelKind {
  readonly viewType: string;
  /** The file of an editor, or null if the panel is no editor. */
  readonly uri: Uri | null;
}

/** A `WebviewPanel` with its `Webview`. The page exists only while the panel is visible. */
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

  /** One panel is visible at a time, and it is the active one. */
  get active(): boolean {
    return this.#visible;
  }

  reveal(): void {
    this.#place.reveal(this);
  }

  /** Shows or hides the panel. Only the window calls this. */
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
  /** The only source that the page's content security policy may name: the development server. */
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

  /** Returns the address of a file of the extension, which is served under its path within the extension. */
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
