import { finish } from '../../src/engine/core/steps.ts';
import { winogradBound } from '../../src/engine/formulations/winograd/winogradBound.ts';
import { type Expected, expectedOf, worstRatio } from './expected.ts';
import type { Check } from './rounds.ts';

/** The multiply-adds that a quick run spends on checking one workload. */
const quickWork = 2 ** 26;

/**
 * Returns a check of results against float64. The expected output of a workload is computed once, for all environments.
 * Winograd has its own bound, because its tiles add other products than the definition.
 */
export function createCheck(quick: boolean): Check {
  const known = new Map<string, Expected>();
  const remember = (key: string, make: () => Expected): Expected => {
    const expected = known.get(key) ?? make();
    known.set(key, expected);
    return expected;
  };
  return (task, contender, output) => {
    const { id } = task.workload;
    const defined = remember(id, () => expectedOf(task, quick ? quickWork : Infinity));
    const expected =
      contender === 'winograd'
        ? remember(`${id} winograd`, () => ({
            ...defined,
            bound: finish(winogradBound(task.call, task.geometry)),
          }))
        : defined;
    return Promise.resolve(worstRatio(output, expected));
  };
}
