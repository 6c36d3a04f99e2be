import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { TransposedSite } from '../../python/callSite.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { answeredLayer, inputOfSize, type OpenQuestions, questionsAbout, type SiteAnswer } from '../knownLayer.ts';
import { spatialNumbers } from '../siteInput.ts';
import { siteScenario } from '../siteScenario.ts';

/** The scenarios of a call before and after a change. */
export interface PairedScenarios {
  readonly before: Scenario;
  readonly after: Scenario;
}

/**
 * Returns what has to be asked before two versions of a call can run: each question once. The size of the input is asked
 * only if neither version says it. Null if an unknown argument is not a number, such as a padding's name.
 */
export function pairQuestions(before: TransposedSite, after: TransposedSite): OpenQuestions | null {
  const [old, now] = [questionsAbout(before), questionsAbout(after)];
  if (old === null || now === null) return null;
  const numbers = new Map([...now.numbers, ...old.numbers].map((number) => [number.source, number]));
  return { axes: old.axes === 0 || now.axes === 0 ? 0 : now.axes, numbers: [...numbers.values()] };
}

/**
 * Returns the scenarios of two versions of a call, with the same random numbers. A version whose input's size is not known
 * has that of the other or, if that is not known either, the answered one; its channels are its own.
 */
export function pairScenarios(
  before: TransposedSite,
  after: TransposedSite,
  answer: SiteAnswer,
): Result<PairedScenarios> {
  const sizes = [
    spatialNumbers(after.layer, after.input),
    spatialNumbers(before.layer, before.input),
    spatialNumbers(after.layer, answer.input),
  ] as const;
  const scenarioOf = (site: TransposedSite, own: readonly number[] | null): Result<Scenario> => {
    const { numbers } = answer;
    const known = own ?? sizes.find((size) => size !== null) ?? null;
    const rank = site.layer.axes.length;
    const input =
      own !== null || known?.length !== rank
        ? null
        : inputOfSize(site, answeredLayer(site.layer, { input: null, numbers }), known);
    return siteScenario(site, { input, numbers });
  };
  const [old, now] = [scenarioOf(before, sizes[1]), scenarioOf(after, sizes[0])];
  if (!old.ok)
    return refuse(old.refusal.argument, `The call before the change cannot be debugged: ${old.refusal.message}`);
  if (!now.ok)
    return refuse(now.refusal.argument, `The call after the change cannot be debugged: ${now.refusal.message}`);
  return ok({ before: old.value, after: now.value });
}
