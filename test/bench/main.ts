import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import { main, Missing } from '../../scripts/lab/missing.ts';
import { parseOptions } from '../../scripts/lab/options.ts';
import { output } from '../../scripts/lab/paths.ts';
import type { Bench } from './bench.ts';
import { createCheck } from './checks.ts';
import { inChromium } from './chromium/inChromium.ts';
import { diagnoseTimes } from './diagnose.ts';
import { type Environment, peerIds, type Wanted } from './environment.ts';
import { fileTimes } from './files.ts';
import { inNode } from './inNode.ts';
import { machineNow } from './machine.ts';
import { markdown } from './report/markdown.ts';
import { pythonTimes } from './python.ts';
import { sizes } from './sizes.ts';
import { sweep } from './sweep.ts';
import { inVSCode } from './vscode/inVSCode.ts';
import { workloads } from './workloads.ts';

const parts = ['node', 'chromium', 'sweep', 'sizes', 'vscode', 'python', 'diagnose', 'files'] as const;

await main(async () => {
  const options = parseOptions(['only', 'peers', 'parts'], ['quick', 'no-build']);
  const quick = options.quick === true;
  const ids = workloads.map(({ id }) => id);
  const wanted: Wanted = {
    quick,
    only: chosen('only', options.only, ids),
    peers: chosen('peers', options.peers, peerIds),
  };
  const asked = chosen('parts', options.parts, parts);
  const machine = machineNow();
  const check = createCheck(quick);
  const missing: string[] = [];
  /** Measures a part. If the part fails, records the reason, so that the other parts are still measured. */
  const attempt = async <T>(part: (typeof parts)[number], run: () => Promise<T>) => {
    if (!asked.includes(part)) return null;
    console.log(`── ${part}`);
    return await run().catch((error: unknown) => {
      missing.push(`${part}: ${messageOf(error)}`);
      return null;
    });
  };
  const environments = [
    await attempt('node', () => inNode(wanted, check)),
    await attempt('chromium', () => inChromium(wanted, check)),
  ].filter((each): each is Environment => each !== null);
  const bench: Bench = {
    machine,
    quick,
    environments,
    growths: await attempt('sweep', () => sweep(quick, check)),
    sizes: await attempt('sizes', () => sizes(quick)),
    vscode: await attempt('vscode', () => inVSCode(quick)),
    python: await attempt('python', () => Promise.resolve(pythonTimes(quick))),
    diagnoses: await attempt('diagnose', () => Promise.resolve(diagnoseTimes(quick))),
    files: await attempt('files', () => fileTimes(quick)),
    missing,
  };
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'bench.json'), `${JSON.stringify(bench, null, 2)}\n`);
  const text = markdown(bench);
  writeFileSync(join(output, 'bench.md'), text);
  console.log(`\n${text}\n${join(output, 'bench.md')} and .json`);
  return 0;
});

/**
 * Parses the names in `--option a,b`. Without the option, returns all names.
 * @throws Missing if a name is unknown; the message lists the known ones
 */
function chosen<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (text === undefined) return known;
  const names = text.split(',');
  const unknown = names.find((name) => !known.some((each) => each === name));
  if (unknown === undefined) return known.filter((each) => names.includes(each));
  throw new Missing(`--${option} must name some of ${known.join(', ')}, but names ${unknown}.`);
}
