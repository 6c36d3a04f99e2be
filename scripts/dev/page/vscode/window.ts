import { Disposable, EventEmitter } from './events.ts';
import * as dialogs from '../dialogs.ts';
import { runKeyBinding } from '../keyBindings.ts';
import type { ThemeName } from '../theme.ts';
import { sessionKey } from '../session.ts';
import { showTabs } from '../tabs.ts';
import { commands } from './commands.ts';
import { setSetting } from './configuration.ts';
import { openTextDocument, type TextDocument } from './documents.ts';
import { Panel, type PanelKind } from './panel.ts';
import { Uri } from './uri.ts';

export const ViewColumn = { Active: -1, Beside: -2 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;

/** The provider of a custom editor, for text documents or for read-only files. */
interface EditorProvider {
  resolveCustomTextEditor?(document: TextDocument, panel: Panel): unknown;
  openCustomDocument?(uri: Uri): unknown;
  resolveCustomEditor?(document: unknown, panel: Panel): unknown;
}

interface Serializer {
  deserializeWebviewPanel(panel: Panel, state: unknown): Promise<void>;
}

/** The data of a panel that is kept when the page reloads. */
interface KeptPanel {
  readonly viewType: string;
  readonly uri: string | null;
  readonly title: string;
  readonly state: string | null;
  readonly visible: boolean;
}

const keptKey = sessionKey('panels');
const editors = new Map<string, EditorProvider>();
const serializers = new Map<string, Serializer>();
const panels: Panel[] = [];
let themeName: ThemeName = 'dark';
/** The state, as JSON, that the next new page starts with; null if there is none. */
let firstState: string | null = null;

/** Sets the theme of all panels. */
export function setTheme(theme: ThemeName): void {
  themeName = theme;
  for (const { webview } of panels) webview.setTheme(theme);
}

/** Sets the state, as JSON, that the next new page starts with. */
export function setFirstState(state: string): void {
  firstState = state;
}

/** Opens the panels that were open before this page reloaded. Resolves with true if there were any. */
export async function restorePanels(): Promise<boolean> {
  const kept = JSON.parse(sessionStorage.getItem(keptKey) ?? '[]') as readonly KeptPanel[];
  for (const { viewType, uri, title, state } of kept) {
    if (uri === null) await deserialize(viewType, title, state);
    else await openEditor(Uri.parse(uri), viewType, state);
  }
  panels[kept.findIndex(({ visible }) => visible)]?.reveal();
  return kept.length > 0;
}

/**
 * Opens a panel with a saved state, as VS Code does after a reload.
 * @throws if no serializer is registered for this view type
 */
export async function deserialize(viewType: string, title: string, state: string | null): Promise<void> {
  const serializer = serializers.get(viewType);
  if (serializer === undefined) throw new Error(`No panel ${viewType} can be restored.`);
  const panel = add({ viewType, uri: null }, title, state);
  await serializer.deserializeWebviewPanel(panel, state === null ? undefined : JSON.parse(state));
}

/** Runs a task without showing its progress. */
async function withProgress<T>(_options: object, task: (progress: object, token: object) => Promise<T>): Promise<T> {
  return await task({}, { isCancellationRequested: false });
}

/** Accepts the items that are selected at first, without asking. */
function createQuickPick<T>() {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  const changed = new EventEmitter<readonly T[]>();
  return {
    items: [] as readonly T[],
    selectedItems: [] as readonly T[],
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidChangeSelection: changed.event,
    show: () => accepted.fire(),
    hide: () => hidden.fire(),
    dispose: () => undefined,
  };
}

/** The namespace `window` of VS Code's API. */
export const window = {
  showErrorMessage: dialogs.showMessage,
  showInformationMessage: dialogs.showMessage,
  activeTextEditor: undefined,
  withProgress,
  createQuickPick,
  registerUriHandler: () => new Disposable(() => undefined),
  showSaveDialog: dialogs.showSaveDialog,
  showQuickPick: dialogs.showQuickPick,
  showOpenDialog: dialogs.showOpenDialog,
  showInputBox: dialogs.showInputBox,

  showTextDocument(document: TextDocument): Promise<void> {
    dialogs.showText(document.getText());
    return Promise.resolve();
  },

  /** The tabs of this page are none of VS Code's, and there are no diff editors. */
  tabGroups: { all: [], activeTabGroup: {}, onDidChangeTabs: () => new Disposable(() => undefined) },

  createWebviewPanel(viewType: string, title: string): Panel {
    return add({ viewType, uri: null }, title, takeFirstState());
  },

  /** A view without a place: a plain browser has no side bar. It is never visible. */
  createTreeView: () => ({
    visible: false,
    onDidChangeVisibility: () => new Disposable(() => undefined),
    dispose: () => undefined,
  }),

  registerCustomEditorProvider(viewType: string, provider: EditorProvider): Disposable {
    editors.set(viewType, provider);
    return new Disposable(() => editors.delete(viewType));
  },

  registerWebviewPanelSerializer(viewType: string, serializer: Serializer): Disposable {
    serializers.set(viewType, serializer);
    return new Disposable(() => serializers.delete(viewType));
  },
};

commands.registerCommand('vscode.openWith', async (uri: Uri, viewType: string) => {
  if (viewType === 'default') dialogs.showText((await openTextDocument(uri)).getText());
  else await openEditor(uri, viewType, takeFirstState());
});

/** Asks for the setting that VS Code's settings editor would show: `@id:convt.memoryCap`. */
commands.registerCommand('workbench.action.openSettings', async (query: string) => {
  const name = query.replace(/^@id:/, '');
  const value = await dialogs.showInputBox({ title: 'Settings', prompt: name });
  if (value !== undefined) setSetting(name, Number(value));
});

async function openEditor(uri: Uri, viewType: string, state: string | null): Promise<void> {
  const there = panels.find(({ kind }) => kind.viewType === viewType && kind.uri?.toString() === uri.toString());
  if (there !== undefined) {
    there.reveal();
    return;
  }
  const provider = editors.get(viewType);
  if (provider === undefined) throw new Error(`There is no editor ${viewType}.`);
  const title = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (provider.resolveCustomTextEditor === undefined) {
    const document = provider.openCustomDocument?.(uri);
    await provider.resolveCustomEditor?.(document, add({ viewType, uri }, title, state));
  } else {
    const document = await openTextDocument(uri);
    await provider.resolveCustomTextEditor(document, add({ viewType, uri }, title, state));
  }
}

function takeFirstState(): string | null {
  const state = firstState;
  firstState = null;
  return state;
}

function add(kind: PanelKind, title: string, state: string | null): Panel {
  const place = {
    parent: document.body,
    theme: () => themeName,
    key: runKeyBinding,
    changed,
    reveal,
    closed: (closed: Panel) => {
      panels.splice(panels.indexOf(closed), 1);
      const last = panels.at(-1);
      if (panels.every(({ visible }) => !visible) && last !== undefined) reveal(last);
      changed();
    },
  };
  const panel = new Panel(place, kind, title, state);
  panels.push(panel);
  reveal(panel);
  return panel;
}

function reveal(panel: Panel): void {
  for (const other of panels) if (other !== panel) other.show(false);
  panel.show(true);
  changed();
}

function changed(): void {
  showTabs(panels);
  const kept = panels.map(({ kind, title, webview, visible }): KeptPanel => {
    return { viewType: kind.viewType, uri: kind.uri?.toString() ?? null, title, state: webview.state, visible };
  });
  sessionStorage.setItem(keptKey, JSON.stringify(kept));
  globalThis.window.document.title = panels.find(({ visible }) => visible)?.title ?? 'ConvTranspose2d Debugger';
}
