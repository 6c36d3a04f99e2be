import { finish } from '../../src/engine/core/steps.ts';
import { winogradBound } from '../../src/engine/formulations/winograd/winogradBound.ts';
import { type Expected, expectedOf, worstRatio } from './expected.ts';
import type { Check } from './rounds.ts';

/** Multiply-adds that a quick run checks a workload with. */
const quickWork = 2 ** 26;

/**
 * Checks results against float64; what is expected of a workload is computed once and serves every
 * environment. Winograd's tiles are no sum of the definition's products: they have a bound of their own.
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
