import defaultStyles from './default-styles.css';
import { applyTheme, type ThemeName } from './theme.ts';
import { carried } from './wire.ts';

/** The name of the function on this window that the `acquireVsCodeApi` of the page inside calls. */
const postFunction = '__convt_post_message__';

interface Posting {
  readonly 'post-message': unknown;
  /** The state as JSON. */
  readonly 'set-state': string;
}

type Post = <K extends keyof Posting>(source: Window, kind: K, value: Posting[K]) => void;

declare global {
  interface Window {
    [postFunction]?: Post;
  }
}

/** Functions that are called when the page inside posts a message, saves its state, or does not handle a key. */
export interface FrameEvents {
  readonly message: (message: unknown) => void;
  readonly state: (json: string) => void;
  /** A key that the page did not handle. */
  readonly key: (event: KeyboardEvent) => void;
}

const frames = new Map<Window, FrameEvents>();

/**
 * The document of a webview, set up as VS Code does: an inner frame of the same origin, with VS Code's script and style
 * sheet in front of the extension's HTML.
 */
export class WebviewFrame {
  readonly #frame: HTMLIFrameElement;
  readonly #loaded: Promise<unknown>;

  /** `state` is the JSON from which the page's `getState` returns; null if there is no state. */
  constructor(
    parent: HTMLElement,
    html: string,
    { state, theme, title }: { readonly state: string | null; readonly theme: ThemeName; readonly title: string },
    events: FrameEvents,
  ) {
    window[postFunction] ??= receive;
    const frame = document.createElement('iframe');
    this.#frame = frame;
    frame.className = 'webview';
    frame.title = title;
    frame.setAttribute('sandbox', 'allow-same-origin allow-pointer-lock allow-scripts allow-downloads allow-forms');
    frame.allow = 'cross-origin-isolated; autoplay; local-network-access; clipboard-read; clipboard-write;';
    frame.srcdoc = contentHtml(html, state, theme);
    this.#loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
    });
    parent.append(frame);
    if (frame.contentWindow !== null) frames.set(frame.contentWindow, events);
    void this.#loaded.then(() => frame.contentWindow?.addEventListener('keydown', events.key));
  }

  /** Sends a message to the page. */
  async post(message: unknown): Promise<boolean> {
    const there = carried(message);
    await this.#loaded;
    const inner = this.#frame.contentWindow;
    if (inner === null || !frames.has(inner)) return false;
    inner.postMessage(there, '/');
    return true;
  }

  setTheme(theme: ThemeName): void {
    if (this.#frame.contentDocument !== null) applyTheme(this.#frame.contentDocument, theme);
  }

  focus(): void {
    this.#frame.contentWindow?.focus();
  }

  /** Removes the page, as VS Code does when the webview's tab is hidden. */
  remove(): void {
    if (this.#frame.contentWindow !== null) frames.delete(this.#frame.contentWindow);
    this.#frame.remove();
  }
}

function receive<K extends keyof Posting>(source: Window, kind: K, value: Posting[K]): void {
  if (kind === 'set-state') {
    frames.get(source)?.state(value as string);
    return;
  }
  const there = carried(value);
  // Delivered in a separate task, as a message from another process would be.
  setTimeout(() => frames.get(source)?.message(there));
}

/** Returns the extension's HTML with VS Code's script and style sheet inserted where VS Code inserts them. */
function contentHtml(html: string, state: string | null, theme: ThemeName): string {
  const made = new DOMParser().parseFromString(html, 'text/html');
  if (!made.body.hasAttribute('role')) made.body.setAttribute('role', 'document');
  const script = made.createElement('script');
  script.id = '_vscodeApiScript';
  script.textContent = apiScript(state);
  const style = made.createElement('style');
  style.id = '_defaultStyles';
  style.textContent = defaultStyles;
  // Inserted before the content security policy, which would otherwise block both.
  made.head.prepend(style, script);
  applyTheme(made, theme);
  return `<!DOCTYPE html>\n${made.documentElement.outerHTML}`;
}

function apiScript(state: string | null): string {
  const saved = state === null ? 'undefined' : `JSON.parse(decodeURIComponent("${encodeURIComponent(state)}"))`;
  return `
    globalThis.acquireVsCodeApi = (function() {
      const post = window.parent['${postFunction}'].bind(window.parent, window);
      let acquired = false;
      let state = ${saved};
      return () => {
        if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
        acquired = true;
        return Object.freeze({
          postMessage: (message) => post('post-message', message),
          setState: (next) => {
            state = next;
            post('set-state', JSON.stringify(next));
            return next;
          },
          getState: () => state,
        });
      };
    })();
    window.parent = window;
    window.top = window;
    window.frameElement = null;
  `;
}
