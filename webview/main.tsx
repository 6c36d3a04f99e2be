import { type ComponentChildren, render } from 'preact';
import { App } from './app/App.tsx';
import { tellState } from './app/tellState.ts';
import { ComparePage } from './compare/ComparePage.tsx';
import { startCompare } from './compare/startCompare.ts';
import { engine } from './host/engineWorker.ts';
import { start } from './store/start.ts';
import { FilePage } from './tensors/FilePage.tsx';
import { startFile } from './tensors/startFile.ts';

/** Starts the page that the root names, and says what it draws. The host's answer takes longer than the first picture. */
function startPage(root: HTMLElement): ComponentChildren {
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
      void start();
      return <App />;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
render(startPage(root), root);
