/**
 * The program of the page's worker, which is started from a blob like the product's: times our formulations and the peers
 * that run in a page. The server checks the results.
 */
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { Channel } from '../../../src/protocol/channel.ts';
import { messagePort, type MessageTarget } from '../../../src/protocol/messagePort.ts';
import { workerReady } from '../../../src/protocol/workerMessages.ts';
import { helpWithParts } from '../../../webview/worker/helpWithParts.ts';
import { helperName } from '../../../webview/worker/pool.ts';
import type { Contender } from '../contender.ts';
import type { Environment, PeerId } from '../environment.ts';
import { ours } from '../ours/ours.ts';
import { onnx } from '../peers/onnx.ts';
import { tfjs } from '../peers/tfjs.ts';
import { measure, type Measured, paces, type Rates } from '../rounds.ts';
import { workloads } from '../workloads.ts';
import { pooledVerdict } from './pooledVerdict.ts';
import type { Job, News } from './messages.ts';

const tell = (news: News): void => (globalThis as unknown as Worker).postMessage(news);

async function work({ origin, wanted }: Job): Promise<Environment> {
  const missing: { id: PeerId; reason: string }[] = [];
  // Several workers help only with large calls, for which a quick run has no time.
  const contenders: Contender[] = [...ours(wanted.quick), ...(wanted.quick ? [] : [pooledVerdict()])];
  const join = async (id: PeerId, start: () => Promise<Contender>): Promise<void> => {
    if (!wanted.peers.includes(id)) return;
    try {
      contenders.push(await start());
    } catch (error) {
      missing.push({ id, reason: String(error) });
    }
  };
  await join('ort-web', async () => {
    env.wasm.numThreads = 1;
    env.logLevel = 'error';
    const binary = await fetch(`${origin}/ort-wasm-simd-threaded.wasm`);
    env.wasm.wasmBinary = await binary.arrayBuffer();
    env.wasm.wasmPaths = `${origin}/`;
    return onnx('ort-web', { InferenceSession, Tensor }, 'wasm');
  });
  await join('tfjs-wasm', () => tfjs(`${origin}/`));
  for (const id of ['ort-node', 'pytorch'] as const) {
    if (wanted.peers.includes(id)) missing.push({ id, reason: 'does not run in a page' });
  }
  const measured: Measured[] = [];
  const rates: Rates = new Map();
  for (const workload of workloads.filter(({ id }) => wanted.only.includes(id))) {
    const pace = wanted.quick ? paces.quick : paces.full;
    const now = await measure(
      workload,
      contenders,
      pace,
      async (_, id, output) => {
        const address = `${origin}/check/${workload.id}/${id}`;
        const body = Float32Array.from(output);
        return Number(await (await fetch(address, { method: 'POST', body })).text());
      },
      rates,
    );
    tell({ kind: 'measured', measured: now });
    measured.push(now);
  }
  return { name: 'Chromium', versions: [], missing, workloads: measured };
}

if (self.name === helperName) {
  const channel = new Channel(messagePort(self as unknown as MessageTarget));
  helpWithParts(channel);
  channel.emit(workerReady, null);
} else {
  addEventListener('message', ({ data }: MessageEvent<Job>) => {
    work(data).then(
      (environment) => tell({ kind: 'done', environment }),
      (error: unknown) => tell({ kind: 'failed', error: String(error) }),
    );
  });
}
