import { readConfig } from './devServer.ts';
import { onServerEvent } from './serverEvents.ts';

/** Reloads this page after each new build. If a build fails, shows its errors. */
export async function startLiveReload(): Promise<void> {
  const { version } = await readConfig();
  const overlay = document.createElement('pre');
  overlay.className = 'build-errors';
  overlay.setAttribute('role', 'alert');
  onServerEvent((event) => {
    if (event.kind !== 'build') return;
    if (event.errors.length > 0) {
      overlay.textContent = event.errors.join('\n');
      document.body.append(overlay);
    } else if (event.version !== version) location.reload();
    else overlay.remove();
  });
}
