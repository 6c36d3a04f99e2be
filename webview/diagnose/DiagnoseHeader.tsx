import { formatShape } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { diagnosisTitleOf } from './diagnosisText.ts';
import { VerdictFrame } from '../ui/VerdictFrame.tsx';
import { useViewer } from '../store/useSession.ts';
import type { CurrentDiagnosis } from './diagnosisState.ts';

/** The name of the output to check, the verdict on it, and the report to copy. */
export function DiagnoseHeader({ current }: { readonly current: CurrentDiagnosis }) {
  const { host, messages } = useViewer();
  const { report, file, actual } = current;
  const { words, icon, tone, detail } = diagnosisTitleOf(report);
  const copy = async (): Promise<void> => {
    if (await host.copyText(JSON.stringify(report, null, 2))) messages.tell('Copied the report as JSON.');
  };
  return (
    <header class="diagnose-header">
      <div>
        <p>
          <b class="mono">{file}</b>{' '}
          <span class="dim mono">
            {actual.dtype} {formatShape(actual.shape)}
          </span>
        </p>
        <VerdictFrame tone={tone} icon={icon} words={words} detail={detail} />
      </div>
      <button type="button" class="button secondary" onClick={() => void copy()}>
        <Icon name="copy" />
        Copy report
      </button>
    </header>
  );
}
