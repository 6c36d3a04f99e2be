import { type ComponentChildren, render } from 'preact';
import { App } from './app/App.tsx';
import { tellState } from './app/tellState.ts';
import { ComparePage } from './compare/ComparePage.tsx';
import { startCompare } from './compare/startCompare.ts';
import { engine } from './workers/engineWorker.ts';
import { start } from './app/start.ts';
import { FilePage } from './tensors/FilePage.tsx';
import { startFile } from './tensors/startFile.ts';

/** A host that takes longer is not waited for before the first picture. */
const mostMilliseconds = 100;

/** Starts the page that the root names, and says what it draws. */
async function startPage(root: HTMLElement): Promise<ComponentChildren> {
  switch (root.dataset.view) {
    case 'file':
      void startFile(root);
      return <FilePage />;
    case 'compare':
      void startCompare(root);
      return <ComparePage />;
    default:
      tellState(root);
      // The worker takes its time as well.
      engine.start();
      // Once the host has said what there is to show, the engine computes it while the page draws the form.
      await Promise.race([start(), new Promise((soon) => setTimeout(soon, mostMilliseconds))]);
      return <App />;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
void startPage(root).then((page) => render(page, root));
