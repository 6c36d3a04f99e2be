import { render } from 'preact';
import { App } from './app/App.tsx';
import { tellState } from './app/tellState.ts';
import { engine } from './host/engineWorker.ts';
import { start } from './store/start.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
tellState(root);
// The worker and the host's answer take longer than the first picture: they are on their way meanwhile.
engine.start();
void start();
render(<App />, root);
