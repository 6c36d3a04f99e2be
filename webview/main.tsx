import { type ComponentChildren, render } from 'preact';
import type { PageView } from '../src/protocol/tensorMessages.ts';
import { openDebuggerPage } from './app/debuggerPage.tsx';
import { createEnvironment } from './app/environment.ts';
import { openComparePage } from './compare/comparePage.tsx';
import type { SessionPorts } from './store/session.ts';
import { openFilePage } from './tensors/filePage.tsx';

/** Starts a page in `root`; returns the components to draw. */
type OpenPage = (ports: SessionPorts, root: HTMLElement) => ComponentChildren | Promise<ComponentChildren>;

/** The pages of the bundle, by `data-view` of the root element. */
const pages: Readonly<Record<PageView, OpenPage>> = {
  debugger: openDebuggerPage,
  file: openFilePage,
  compare: openComparePage,
};

async function start(root: HTMLElement): Promise<void> {
  const view = (Object.keys(pages) as PageView[]).find((name) => name === root.dataset.view) ?? 'debugger';
  render(await pages[view](createEnvironment(), root), root);
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
void start(root);
