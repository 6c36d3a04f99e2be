import { pageScheme, putPageFile } from './vscode/fileSystem.ts';
import { Uri } from './vscode/uri.ts';

interface PickItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/** Shows a message above the page until the user closes it, like a notification of VS Code. Its buttons are left out. */
export function showMessage(message: string): Promise<undefined> {
  const notification = element('div', { className: 'notification', role: 'alert' });
  const close = element('button', { type: 'button', textContent: 'Close' });
  close.addEventListener('click', () => notification.remove());
  notification.append(element('p', { textContent: message }), close);
  document.body.append(notification);
  return Promise.resolve(undefined);
}

/**
 * Returns a URI in the page's memory, without showing a dialog: the file is downloaded, and the browser chooses the
 * folder.
 */
export function showSaveDialog({ defaultUri }: { readonly defaultUri?: Uri }): Promise<Uri> {
  const name = defaultUri?.path.split('/').at(-1) ?? 'untitled';
  return Promise.resolve(Uri.from({ scheme: pageScheme, path: `/${name}` }));
}

/** Asks the user to choose one of the items. Resolves with undefined if the user chooses none. */
export function showQuickPick<T extends PickItem>(
  items: readonly T[],
  { title = '', placeHolder = '' }: { readonly title?: string; readonly placeHolder?: string },
): Promise<T | undefined> {
  return ask<T>(title, placeHolder, (form, answer) => {
    for (const item of items) {
      const button = element('button', { type: 'button', className: 'pick' });
      button.append(
        element('strong', { textContent: item.label }),
        ' ',
        element('span', { textContent: [item.description, item.detail].filter(Boolean).join(' · ') }),
      );
      button.addEventListener('click', () => answer(item));
      form.append(button);
    }
  });
}

/**
 * Asks the user for a text, which `validateInput` must accept. Resolves with undefined if the user closes the dialog.
 */
export function showInputBox({
  title = '',
  prompt = '',
  value = '',
  validateInput,
}: {
  readonly title?: string;
  readonly prompt?: string;
  readonly value?: string;
  readonly validateInput?: (text: string) => string | undefined;
}): Promise<string | undefined> {
  return ask<string>(title, prompt, (form, answer) => {
    const input = element('input', { type: 'text', value });
    input.setAttribute('aria-label', prompt);
    const problem = element('p', { className: 'problem', role: 'alert' });
    const accept = element('button', { type: 'submit', textContent: 'OK' });
    const check = (): void => {
      const message = validateInput?.(input.value);
      problem.textContent = message ?? '';
      accept.disabled = message !== undefined;
    };
    input.addEventListener('input', check);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!accept.disabled) answer(input.value);
    });
    form.append(input, problem, accept);
    check();
  });
}

/** Asks for a file: one that the user uploads to the page, or one that the development server reads by its path. */
export function showOpenDialog({ title = '' }: { readonly title?: string }): Promise<readonly Uri[] | undefined> {
  return ask<readonly Uri[]>(
    title,
    'Choose a file, or enter the path of a file that the development server can read.',
    (form, answer) => {
      const file = element('input', { type: 'file' });
      file.setAttribute('aria-label', title);
      file.addEventListener('change', () => {
        void takeFiles([...(file.files ?? [])]).then(answer);
      });
      const path = element('input', { type: 'text', placeholder: '/path/of/a/file.npy' });
      path.setAttribute('aria-label', 'Path');
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        answer([Uri.file(path.value)]);
      });
      form.append(file, path, element('button', { type: 'submit', textContent: 'Open the Path' }));
    },
  );
}

/** Shows a text in a dialog. VS Code would open it in an editor beside the page. */
export function showText(text: string): void {
  void ask('Text', '', (form) => {
    form.append(element('pre', { textContent: text }));
  });
}

/** Puts files of the user into a new folder in the page's memory. */
export async function takeFiles(files: readonly File[]): Promise<readonly Uri[]> {
  return await Promise.all(
    files.map(async (file) => {
      const uri = Uri.from({ scheme: pageScheme, path: `/${file.name}` });
      putPageFile(uri.path, new Uint8Array(await file.arrayBuffer()));
      return uri;
    }),
  );
}

/** Shows a modal dialog, whose content `fill` adds. Resolves with undefined if the user closes it without an answer. */
function ask<T>(
  title: string,
  prompt: string,
  fill: (form: HTMLFormElement, answer: (value: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const dialog = element('dialog', { className: 'dialog' });
    dialog.setAttribute('aria-label', title);
    const form = element('form', { method: 'dialog' });
    const close = element('button', { type: 'button', className: 'close', textContent: 'Close' });
    close.addEventListener('click', () => dialog.close());
    form.append(element('h2', { textContent: title }), element('p', { textContent: prompt }));
    fill(form, (value) => {
      resolve(value);
      dialog.close();
    });
    form.append(close);
    dialog.addEventListener('close', () => {
      resolve(undefined);
      dialog.remove();
    });
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Creates an element with properties. */
function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), properties);
}
