import { ok, type Result } from '../../src/engine/core/refusal.ts';
import type { Channel, Context } from '../../src/protocol/channel.ts';
import {
  type MadeMistake,
  makeMistakeRequest,
  type MistakesReply,
  mistakesRequest,
} from '../../src/protocol/mistakeMessages.ts';
import type { ScenarioJob } from '../../src/protocol/workerMessages.ts';
import {
  prepareBreaking,
  type BreakableCall,
  outputWithMistake,
  mistakeEntries,
  mistakesThatGive,
} from '../../src/scenario/breaking/brokenCall.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { resolveCall } from '../../src/scenario/run/resolveCall.ts';
import type { Resources } from './runOf.ts';
import { runToEnd } from './runToEnd.ts';

/** Answers requests for mistakes made on purpose. The last call is kept, so that its reference is computed once. */
export function answerBreaking(
  channel: Channel,
  { filled, files: keptFiles }: Pick<Resources, 'filled' | 'files'>,
): void {
  let kept: { readonly key: string; readonly broken: BreakableCall } | null = null;

  const brokenCallOf = async (job: ScenarioJob, context: Context): Promise<Result<BreakableCall>> => {
    const scenario = { ...job.scenario, actual: undefined };
    const key = JSON.stringify([serializeScenario(scenario), job.files]);
    if (kept?.key === key) return ok(kept.broken);
    kept = null;
    const options = { memoryCap: job.memoryCap, filled };
    const resolved = await runToEnd(resolveCall(scenario, keptFiles.named(job.files), options), context);
    if (!resolved.ok) return resolved;
    const broken = await runToEnd(prepareBreaking(resolved.value), context);
    kept = { key, broken };
    return ok(broken);
  };
  channel.handle(mistakesRequest, async (job, context): Promise<Result<MistakesReply>> => {
    const broken = await brokenCallOf(job, context);
    if (!broken.ok) return broken;
    const entries = await runToEnd(mistakeEntries(broken.value), context);
    return ok({ entries, right: broken.value.target.actual });
  });
  channel.handle(makeMistakeRequest, async ({ job, choice, wantsAlike }, context): Promise<Result<MadeMistake>> => {
    const broken = await brokenCallOf(job, context);
    if (!broken.ok) return broken;
    const made = await runToEnd(outputWithMistake(broken.value, choice), context);
    const alike = wantsAlike ? await runToEnd(mistakesThatGive(broken.value, made.output), context) : [];
    return ok({ ...made, alike });
  });
}
