import { type ComponentChildren, render } from 'preact';
import type { PageView } from '../../src/protocol/tensorMessages.ts';
import { createEnvironment } from './environment.ts';
import type { SessionPorts } from '../store/session.ts';

/** Starts a page in `root`; returns the components to draw. */
type OpenPage = (ports: SessionPorts, root: HTMLElement) => ComponentChildren | Promise<ComponentChildren>;

/**
 * Starts the page that `data-view` of the root element names.
 * @throws if the HTML has no root element, or names a page of another bundle
 */
export async function startPage(pages: Partial<Readonly<Record<PageView, OpenPage>>>): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root.');
  const view = (Object.keys(pages) as PageView[]).find((name) => name === root.dataset.view);
  const open = view === undefined ? undefined : pages[view];
  if (open === undefined) throw new Error(`This bundle has no page ${root.dataset.view ?? ''}.`);
  render(await open(createEnvironment(), root), root);
}
