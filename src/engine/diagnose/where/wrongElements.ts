import { indexAt } from '../../core/flatIndex.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';

/** All wrong elements of an output, if they are few, by their index along each axis. */
export interface ListedElements {
  readonly kind: 'elements';
  readonly indices: readonly (readonly number[])[];
}

/** Wrong values that are not finite where the right ones are. */
export interface NotFiniteValues {
  readonly kind: 'not-finite';
  readonly nan: number;
  readonly infinite: number;
  /** Number of wrong values. */
  readonly of: number;
}

/** The most elements that are listed one by one. */
const mostListed = 8;

/** Lists the wrong elements if they are a few of many, and counts those that are not finite. `isWrong` is given a flat index. */
export function wrongElements(
  { actual, reference }: Pick<DiagnosisTarget, 'actual' | 'reference'>,
  isWrong: (at: number) => boolean,
): readonly (ListedElements | NotFiniteValues)[] {
  const listed: (readonly number[])[] = [];
  let [wrong, nan, infinite] = [0, 0, 0];
  for (let at = 0; at < reference.data.length; at++) {
    if (!isWrong(at)) continue;
    const yours = actual.data[at] as number;
    wrong += 1;
    if (wrong <= mostListed) listed.push(indexAt(actual.shape, at));
    if (!Number.isFinite(reference.data[at])) continue;
    if (Number.isNaN(yours)) nan += 1;
    else if (!Number.isFinite(yours)) infinite += 1;
  }
  const isFew = wrong > 1 && wrong <= mostListed && wrong < reference.data.length / 2;
  return [
    ...(isFew ? [{ kind: 'elements', indices: listed } as const] : []),
    ...(nan + infinite > 0 ? [{ kind: 'not-finite', nan, infinite, of: wrong } as const] : []),
  ];
}
