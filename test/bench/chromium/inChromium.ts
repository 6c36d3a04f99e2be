import { startBrowser } from '../../../scripts/lab/browser.ts';
import { type Environment, lineOf, type Wanted } from '../environment.ts';
import type { Check } from '../rounds.ts';
import type { Job, News } from './messages.ts';
import { startBenchServer } from './server.ts';

/**
 * Measures in a Web Worker of a headless Chromium.
 * @throws Missing if no browser is installed and none can be downloaded
 */
export async function inChromium(wanted: Wanted, check: Check): Promise<Environment> {
  const server = await startBenchServer(check);
  const browser = await startBrowser().catch((error: unknown) => {
    server.stop();
    throw error;
  });
  try {
    const page = await browser.newPage();
    let listen: (news: News) => void = () => undefined;
    const environment = new Promise<Environment>((resolve, reject) => {
      listen = (news) => {
        if (news.kind === 'measured') console.log(lineOf('Chromium', news.measured));
        else if (news.kind === 'done') resolve(news.environment);
        else reject(new Error(news.error));
      };
      page.on('crash', () => reject(new Error('the page crashed')));
      page.on('pageerror', reject);
    });
    // The promise is awaited below. Until then a failure of the page must not be an unhandled rejection.
    environment.catch(() => undefined);
    await page.exposeFunction('benchNews', (news: News) => listen(news));
    await page.goto(server.origin);
    await page.evaluate(startWorker, { origin: server.origin, wanted });
    const done = await environment;
    return { ...done, versions: [`Chromium ${browser.version()}, headless, Web Worker`] };
  } finally {
    await browser.close();
    server.stop();
  }
}

/** Runs in the page. */
async function startWorker(job: Job): Promise<void> {
  const { benchNews } = globalThis as unknown as { readonly benchNews: (news: News) => void };
  const source = await (await fetch('/worker.js')).text();
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.addEventListener('message', ({ data }: MessageEvent<News>) => benchNews(data));
  worker.addEventListener('error', ({ message }) => benchNews({ kind: 'failed', error: message }));
  worker.postMessage(job);
}
