/**
 * Fetches what later steps of the test run need and would fetch themselves: PyTorch and a browser where Debian's
 * packages may be installed, and the VS Code server. What cannot be had is for the step to say that needs it.
 */
import { findBrowser } from '../lab/browser-find.ts';
import { preparePython } from '../lab/python.ts';
import { vscodeServer } from '../lab/server-install.ts';

preparePython();
await findBrowser().catch(() => undefined);
try {
  vscodeServer();
} catch {
  // Without a network, say; the step that starts it names what is missing.
}
