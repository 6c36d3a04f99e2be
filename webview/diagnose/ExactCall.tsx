import { callCodeLines } from '../../src/scenario/report/diagnosisMarkdown.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { DiagnosisReport } from '../../src/scenario/report/diagnosisReport.ts';
import { otherCallText } from '../../src/scenario/report/diagnosisWords.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSession, useViewer } from '../store/useSession.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';

/** The call whose output this exactly is, if other parameters explain the output: to be copied, or to be debugged. */
export function ExactCall({ current }: { readonly current: CurrentDiagnosis }) {
  const { host, messages } = useViewer();
  const { document, form } = useSession();
  const [best] = current.report.matches;
  const text = best === undefined ? null : otherCallText(best);
  const call = best?.call ?? null;
  if (text === null || call === null) return null;
  const lines = callCodeLines(call, current.call.bias !== null);
  const copy = async (): Promise<void> => {
    if (await host.copyText(`${lines.join('\n')}\n`)) messages.tell('Copied the call.');
  };
  const isOwn = current.subject.made === undefined && !document.isReadonly.value;
  // The weight has the shape of the call's own groups.
  const canUse = isOwn && call.groups === current.call.params.groups;
  return (
    <div class="diagnose-other-call">
      {/* The headline of a call with other parameters says so. */}
      {best?.id !== 'other-parameters' && <p>{text}</p>}
      <pre class="mono">{lines.join('\n')}</pre>
      <button type="button" class="button secondary" onClick={() => void copy()}>
        <Icon name="copy" />
        Copy call
      </button>
      {canUse && (
        <button type="button" class="button secondary" onClick={() => form.edit(withCall(call))}>
          <Icon name="arrow-right" />
          Debug that call
        </button>
      )}
    </div>
  );
}

type CallReport = NonNullable<DiagnosisReport['matches'][number]['call']>;

/** Returns the edit that gives a scenario the parameters of a call. */
const withCall =
  ({ stride, padding, padding_end: paddingEnd, output_padding: outputPadding, dilation, groups }: CallReport) =>
  (scenario: Scenario): Scenario => ({
    ...scenario,
    params: { stride, padding, ...(paddingEnd === undefined ? {} : { paddingEnd }), outputPadding, dilation, groups },
  });
