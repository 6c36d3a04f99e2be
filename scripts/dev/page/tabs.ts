import type { Panel } from './vscode/panel.ts';

/** Shows the titles of the open panels as tabs above the page, if there are several. */
export function showTabs(panels: readonly Panel[]): void {
  const bar = document.querySelector('.tabs') ?? newBar();
  bar.replaceChildren(
    ...panels.map((panel) => {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.textContent = panel.title;
      tab.setAttribute('aria-pressed', String(panel.visible));
      tab.addEventListener('click', () => panel.reveal());
      tab.addEventListener('auxclick', () => panel.dispose());
      return tab;
    }),
  );
  bar.toggleAttribute('hidden', panels.length < 2);
}

function newBar(): Element {
  const bar = document.createElement('nav');
  bar.className = 'tabs';
  bar.setAttribute('aria-label', 'Open panels');
  document.body.prepend(bar);
  return bar;
}
