import { render } from 'preact';
import { App } from './app/App.tsx';
import { tellState } from './app/tellState.ts';
import { start } from './store/start.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
tellState(root);
render(<App />, root);
void start();
