import { type ContenderId, contenderIds } from '../contender.ts';
import { type Environment, peerIds } from '../environment.ts';
import type { Measured, Outcome } from '../rounds.ts';
import { ratioOf, spreadOf } from '../statistics.ts';
import { flopsOf } from '../workloads.ts';
import { significant, table } from './table.ts';

const find = ({ outcomes }: Measured, id: ContenderId): Outcome | undefined =>
  outcomes.find((outcome) => outcome.id === id);

/** Returns the tables of one environment as Markdown. */
export function environmentTables({ name, versions, missing, workloads }: Environment): string {
  const there = contenderIds.filter((id) => workloads.some((each) => find(each, id) !== undefined));
  const peers = peerIds.filter((id) => there.includes(id));
  const mine = there.filter((id) => !(peers as readonly string[]).includes(id));
  const notes = [
    ...missing.map(({ id, reason }) => `${id}: ${reason}`),
    ...workloads.flatMap(({ workload, outcomes }) =>
      outcomes.flatMap((o) => (o.ok ? [] : [`${workload.id}, ${o.id}: ${o.reason}`])),
    ),
  ];
  return [
    `## ${name}`,
    versions.join(' · '),
    '### Milliseconds of a run: median (min–max)',
    table(
      ['', 'call', ...there],
      workloads.map((each) => times(each, there)),
    ),
    '† ran only once, before the rounds and without a warm-up, so that it has neither a rate nor a ratio',
    '### GFLOP/s by nominal FLOPs, and share of the peak loop in the same rounds',
    table(
      ['', 'peak: median (min–max)', ...there],
      workloads.map((each) => rates(each, there)),
    ),
    '### Peer ÷ ours, median over the rounds (above 1: ours is faster)',
    ...mine.map((id) =>
      table(
        [`÷ ${id}`, ...workloads.map(({ workload }) => workload.id)],
        peers.map((peer) => [peer, ...workloads.map((each) => ratio(each, peer, id))]),
      ),
    ),
    ...(notes.length === 0 ? [] : ['### Not measured', notes.map((n) => `- ${n}`).join('\n')]),
  ].join('\n\n');
}

function times(measured: Measured, ids: readonly ContenderId[]): readonly string[] {
  const cells = ids.map((id) => {
    const outcome = find(measured, id);
    if (outcome?.ok !== true) return '–';
    const { min, median, max } = spreadOf(outcome.samples);
    if (outcome.cold) return `${significant(median)} †`;
    return `${significant(median)} (${significant(min)}–${significant(max)})`;
  });
  return [measured.workload.id, measured.workload.title, ...cells];
}

function rates(measured: Measured, ids: readonly ContenderId[]): readonly string[] {
  const { workload, peak } = measured;
  const { median, min, max } = spreadOf(peak);
  const cells = ids.map((id) => {
    const outcome = find(measured, id);
    if (outcome?.ok !== true || outcome.cold) return '–';
    const reached = outcome.samples.map((ms) => flopsOf(workload) / ms / 1e6);
    const share = Math.round(100 * ratioOf(reached, peak));
    return `${significant(spreadOf(reached).median)}, ${share} %`;
  });
  return [workload.id, `${significant(median)} (${significant(min)}–${significant(max)})`, ...cells];
}

function ratio(measured: Measured, peer: ContenderId, ours: ContenderId): string {
  const [theirs, mine] = [find(measured, peer), find(measured, ours)];
  if (theirs?.ok !== true || mine?.ok !== true || theirs.cold || mine.cold) return '–';
  return significant(ratioOf(theirs.samples, mine.samples));
}
