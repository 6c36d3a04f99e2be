import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { Contender } from './contender.ts';
import { type Environment, lineOf, type PeerId, type Wanted } from './environment.ts';
import { ours } from './ours/ours.ts';
import { onnx } from './peers/onnx.ts';
import { onnxNode } from './peers/onnxNode.ts';
import { type Pytorch, startPytorch } from './peers/pytorch.ts';
import { tfjs } from './peers/tfjs.ts';
import { type Check, measure, type Measured, paces, type Rates } from './rounds.ts';
import { workloads } from './workloads.ts';

/** Measures in this process, with PyTorch in a process of its own. */
export async function inNode(wanted: Wanted, check: Check): Promise<Environment> {
  const missing: { id: PeerId; reason: string }[] = [];
  const contenders: Contender[] = [...ours(wanted.quick)];
  const versions = [`Node ${process.version} (V8 ${process.versions.v8})`];
  let pytorch: Pytorch | undefined;
  const join = async (id: PeerId, start: () => Promise<Contender | string>): Promise<void> => {
    if (!wanted.peers.includes(id)) return;
    const started = await start().catch((error: unknown) => String(error));
    if (typeof started === 'string') missing.push({ id, reason: started });
    else contenders.push(started);
  };
  await join('ort-web', () => {
    env.wasm.numThreads = 1;
    env.logLevel = 'error';
    versions.push(`onnxruntime-web ${env.versions.web ?? ''}`);
    return Promise.resolve(onnx('ort-web', { InferenceSession, Tensor }, 'wasm'));
  });
  await join('tfjs-wasm', () => tfjs());
  await join('ort-node', () => {
    const runtime = onnxNode();
    if (typeof runtime === 'string') return Promise.resolve(runtime);
    versions.push('onnxruntime-node, the same version');
    return Promise.resolve(onnx('ort-node', runtime, 'cpu'));
  });
  await join('pytorch', async () => {
    const started = await startPytorch();
    if (typeof started === 'string') return started;
    pytorch = started;
    versions.push(started.version);
    return started.contender;
  });
  const measured: Measured[] = [];
  const rates: Rates = new Map();
  try {
    for (const workload of workloads.filter(({ id }) => wanted.only.includes(id))) {
      const pace = wanted.quick ? paces.quick : paces.full;
      const now = await measure(workload, contenders, pace, check, rates);
      console.log(lineOf('Node', now));
      measured.push(now);
    }
  } finally {
    pytorch?.stop();
  }
  return { name: 'Node', versions, missing, workloads: measured };
}
