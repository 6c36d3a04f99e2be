/**
 * The script of `/gallery`, which shows every named state as a small live page. Pages are loaded when they come near
 * the visible part.
 */
import { presets } from '../../../src/scenario/presets/presets.ts';
import { control, found } from './found.ts';
import { type State, stateGroups } from './states.ts';
import { themeNames } from './theme.ts';

const form = found('.controls', HTMLFormElement);
const groups = found('.groups', HTMLElement);
/** The width of each small page in CSS pixels. Its content is scaled to fit. */
const pictureWidth = 420;
const aspect = 0.7;

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) show(target as HTMLElement);
      else target.replaceChildren();
    }
  },
  { rootMargin: '200px' },
);

control('theme').append(...themeNames.map((name) => new Option(name, name)), new Option('all', ''));
for (const [name, value] of new URLSearchParams(location.search)) {
  if (name === 'theme' || name === 'width') control(name).value = value;
}
form.addEventListener('change', () => {
  const query = new URLSearchParams({ theme: control('theme').value, width: control('width').value });
  history.replaceState(null, '', `?${query.toString()}`);
  draw();
});
draw();

function draw(): void {
  near.disconnect();
  const theme = control('theme').value;
  const shown = themeNames.filter((name) => theme === '' || name === theme);
  groups.replaceChildren(
    ...stateGroups(presets).map(({ title, states }) => {
      const section = document.createElement('section');
      const heading = document.createElement('h2');
      heading.textContent = title;
      const cards = document.createElement('div');
      cards.className = 'cards';
      cards.append(...states.flatMap((state) => shown.map((name) => card(state, name))));
      section.append(heading, cards);
      return section;
    }),
  );
}

function card(state: State, theme: string): HTMLElement {
  const figure = document.createElement('figure');
  const address = new URLSearchParams({ state: state.id, theme }).toString();
  const link = document.createElement('a');
  link.href = `/?${address}`;
  link.textContent = `${state.title} (${theme})`;
  const caption = document.createElement('figcaption');
  caption.append(link);
  const picture = document.createElement('div');
  picture.className = 'picture';
  picture.dataset.address = `/page?${address}`;
  picture.dataset.title = state.title;
  picture.style.width = `${pictureWidth}px`;
  picture.style.height = `${pictureWidth * aspect}px`;
  near.observe(picture);
  figure.append(caption, picture);
  return figure;
}

function show(picture: HTMLElement): void {
  const width = Number(control('width').value);
  const frame = document.createElement('iframe');
  frame.title = picture.dataset.title ?? '';
  frame.src = picture.dataset.address ?? '';
  frame.style.width = `${width}px`;
  frame.style.height = `${width * aspect}px`;
  frame.style.scale = String(pictureWidth / width);
  picture.replaceChildren(frame);
}
