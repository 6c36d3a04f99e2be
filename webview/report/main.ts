import { Channel, type Port } from '../../src/protocol/channel.ts';
import { resultRequest } from '../../src/protocol/hostMessages.ts';
import { fromJsonSafe, toJsonSafe } from '../../src/protocol/jsonSafe.ts';
import { type EmbeddedReport, reportElements } from '../../src/report/write/embeddedReport.ts';
import { serveReport } from './reportHost.ts';

/** The script of an HTML report: starts the debugger in its frame once the frame comes into view. */
function startReport(): void {
  const frame = document.getElementById(reportElements.frame);
  const data = document.getElementById(reportElements.data);
  if (!(frame instanceof HTMLIFrameElement) || data === null) return;
  const report = JSON.parse(data.textContent) as EmbeddedReport;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    void openDebugger(frame, report);
  });
  observer.observe(frame);
}

async function openDebugger(frame: HTMLIFrameElement, report: EmbeddedReport): Promise<void> {
  const channel = new Channel(portOf(frame));
  serveReport(channel, report);
  frame.srcdoc = await inflated(report.page);
  frame.addEventListener('load', () => void compareResults(channel, report), { once: true });
}

/** Says whether the reader's browser computed the same bits as the program that made the report. */
async function compareResults(channel: Channel, { sha256 }: EmbeddedReport): Promise<void> {
  const status = document.getElementById(reportElements.status);
  if (status === null || sha256 === null) return;
  const reply = await channel.call(resultRequest, null).reply;
  // Without a tensor that was left out there is no run, and the page says why.
  if (!reply.ok || !reply.value.ok) return;
  status.textContent =
    reply.value.value.output.sha256 === sha256
      ? 'Computed again in this browser: the output has the same bits as in the report.'
      : 'Computed again in this browser: the output differs from that of the report.';
}

/** The report's end of the frame. The frame's messages are told from others by their source. */
function portOf(frame: HTMLIFrameElement): Port {
  return {
    post: (message, transfer = []) => {
      // A sandboxed frame has no origin that could be named.
      frame.contentWindow?.postMessage(toJsonSafe(message), '*', [...transfer]);
    },
    listen: (receive) => {
      const listener = ({ source, data }: MessageEvent<unknown>): void => {
        if (source === frame.contentWindow) receive(fromJsonSafe(data));
      };
      window.addEventListener('message', listener);
      return () => window.removeEventListener('message', listener);
    },
  };
}

async function inflated(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return await new Response(text).text();
}

startReport();
