import { openDebuggerPage } from './app/debuggerPage.tsx';
import { startPage } from './app/startPage.ts';

// The bundle of the debugger.
void startPage({ debugger: openDebuggerPage });
