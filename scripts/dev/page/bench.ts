/**
 * The script of `/`, a page with an embedded product page and controls around it. The controls determine the embedded
 * page's address.
 */
import { presets } from '../../../src/scenario/presets/presets.ts';
import { control, found } from './found.ts';
import type { PageMessage } from './pageMessage.ts';
import { stateGroups } from './states.ts';
import { themeNames } from './theme.ts';

const form = found('.controls', HTMLFormElement);
const stage = found('.stage', HTMLElement);
/** The controls that change only the frame around the page, not the page's address. */
const ownNames = ['width', 'zoom'];

fillChoices();
readAddress();
showPage();

form.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLSelectElement || target instanceof HTMLInputElement)) return;
  if (target.type === 'file') return;
  // A named state determines all other controls. If the user changes one of them, the page is no longer in that state.
  if (!['state', 'theme', ...ownNames].includes(target.name)) choose('state', '');
  if (target.name === 'preset') choose('scenario', '');
  if (target.name === 'state') readState();
  writeAddress();
  if (target.name === 'theme') post({ kind: 'theme', theme: target.value });
  else if (ownNames.includes(target.name)) layOut();
  else showPage();
});
form.addEventListener('submit', (event) => event.preventDefault());
found('.start-over', HTMLButtonElement).addEventListener('click', () => {
  sessionStorage.clear();
  showPage();
});
const chosen = found('.chosen', HTMLInputElement);
chosen.addEventListener('change', () => openFiles(chosen.files));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  openFiles(event.dataTransfer?.files ?? null);
});

function fillChoices(): void {
  const options = (name: string, choices: readonly (readonly [value: string, text: string])[]): void => {
    control(name).append(...choices.map(([value, text]) => new Option(text, value)));
  };
  options(
    'preset',
    presets.map(({ id, title }) => [id, title]),
  );
  options(
    'theme',
    themeNames.map((name) => [name, name]),
  );
  control('state').append(new Option('as chosen', ''));
  for (const { title, states } of stateGroups(presets)) {
    const group = document.createElement('optgroup');
    group.label = title;
    group.append(...states.map((state) => new Option(state.title, state.id)));
    control('state').append(group);
  }
}

/** Sets the controls to the values in the address. */
function readAddress(): void {
  const query = new URLSearchParams(location.search);
  choose('state', query.get('state') ?? '');
  readState();
  for (const [name, value] of query) choose(name, value);
}

/** Sets the controls to the values of the selected state, so that the user can then change one of them. */
function readState(): void {
  const states = stateGroups(presets).flatMap((group) => group.states);
  const state = states.find(({ id }) => id === control('state').value);
  if (state === undefined) return;
  for (const name of ['scenario', 'tab', 'file', 'a', 'b']) choose(name, '');
  choose('view', 'debugger');
  for (const [name, value] of Object.entries(state.query)) choose(name, value);
}

/** Writes the controls' values into the address, so that the address can be saved and shared. */
function writeAddress(): void {
  history.replaceState(null, '', `?${queryOf(() => true).toString()}`);
}

function queryOf(wanted: (name: string) => boolean): URLSearchParams {
  const query = new URLSearchParams();
  const state = control('state').value;
  for (const element of form.elements) {
    const { name, value } = element as HTMLInputElement;
    const view = (element as HTMLElement).closest<HTMLElement>('[data-view]')?.dataset.view;
    const applies = view === undefined || (state === '' && view === control('view').value);
    if (name !== '' && value !== '' && applies && wanted(name)) query.set(name, value);
  }
  if (state !== '') query.delete('view');
  return query;
}

/** Loads the page that the controls select. */
function showPage(): void {
  const query = queryOf((name) => !ownNames.includes(name));
  const address = `/page?${query.toString()}`;
  const frame = document.createElement('iframe');
  frame.title = 'The page';
  frame.allow = 'clipboard-read; clipboard-write';
  frame.src = address;
  stage.replaceChildren(frame);
  found('.alone', HTMLAnchorElement).href = address;
  for (const label of form.querySelectorAll<HTMLElement>('[data-view]')) {
    label.hidden = label.dataset.view !== control('view').value;
  }
  layOut();
}

function layOut(): void {
  const frame = stage.querySelector('iframe');
  if (frame === null) return;
  const zoom = Number(control('zoom').value || 1);
  const width = control('width').value;
  frame.style.zoom = String(zoom);
  frame.style.width = width === '' ? '100%' : `${Number(width) / zoom}px`;
}

function openFiles(files: FileList | null): void {
  if (files !== null && files.length > 0) post({ kind: 'open', files: [...files] });
}

function post(message: PageMessage): void {
  stage.querySelector('iframe')?.contentWindow?.postMessage(message, location.origin);
}

function choose(name: string, value: string): void {
  const element = form.elements.namedItem(name);
  if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) element.value = value;
}
