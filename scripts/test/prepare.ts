/**
 * Downloads what later steps of the test run need: PyTorch, a browser and the VS Code server. If a download fails,
 * nothing is reported here: the step that needs it tries again and says what is missing.
 */
import { findBrowser } from '../lab/browser-find.ts';
import { preparePython } from '../lab/python.ts';
import { vscodeServer } from '../lab/server-install.ts';

preparePython();
await findBrowser().catch(() => undefined);
try {
  vscodeServer();
} catch {
  // The step that starts the server will report the failure.
}
