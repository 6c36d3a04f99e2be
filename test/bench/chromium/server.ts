import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/lab/paths.ts';
import { contenderIds } from '../contender.ts';
import type { Check } from '../rounds.ts';
import { taskOf } from '../task.ts';
import { workloads } from '../workloads.ts';

export interface BenchServer {
  readonly origin: string;
  stop(): void;
}

/** Serves an empty page, the worker's bundle and the peers' binaries, and checks the results that are posted. */
export async function startBenchServer(check: Check): Promise<BenchServer> {
  const worker = await bundleWorker();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const answer = async (): Promise<{ type: string; content: string | Uint8Array }> => {
      if (path === '/') return { type: 'text/html', content: '<!doctype html><title>bench</title>' };
      if (path === '/worker.js') return { type: 'text/javascript', content: worker };
      if (path.startsWith('/check/')) {
        return { type: 'text/plain', content: await checked(path, request, check) };
      }
      const folder = path.includes('tfjs') ? '@tensorflow/tfjs-backend-wasm/dist' : 'onnxruntime-web/dist';
      const type = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
      return { type, content: readFileSync(join(root, 'node_modules', folder, basename(path))) };
    };
    answer().then(
      ({ type, content }) => response.writeHead(200, { 'content-type': type }).end(content),
      (error: unknown) => response.writeHead(404).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers POST /check/WORKLOAD/CONTENDER, whose body is an output's bytes, with the largest |error| ÷ bound. */
async function checked(path: string, request: IncomingMessage, check: Check): Promise<string> {
  const [, , name, contender] = path.split('/');
  const workload = workloads.find(({ id }) => id === name);
  const id = contenderIds.find((each) => each === contender);
  if (workload === undefined || id === undefined) throw new Error(`unknown workload or contender: ${path}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const bytes = Uint8Array.from(Buffer.concat(chunks));
  return String(await check(taskOf(workload), id, new Float32Array(bytes.buffer)));
}

/** Bundles and minifies the worker as the product's worker is. */
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      // A classic worker has no import.meta.url. ONNX Runtime reads it, but gets its address from `wasmPaths`.
      'import.meta.url': '"http://127.0.0.1/worker.js"',
    },
  });
  return outputFiles[0]?.text ?? '';
}
