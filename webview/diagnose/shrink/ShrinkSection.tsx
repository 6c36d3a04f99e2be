import { formatInteger } from '../../../src/scenario/text/format.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { Icon } from '../../ui/Icon.tsx';
import { fileName } from '../../store/fileName.ts';
import { QuestionState } from '../QuestionState.tsx';
import { canShrink } from './shrinkState.ts';
import { callText, parametersText, subjectText } from './shrinkText.ts';
import { SmallestValues } from './SmallestValues.tsx';
import { useSession, useViewer } from '../../store/useSession.ts';
import { useDiagnose } from '../diagnoseState.ts';

/** The search for the smallest call whose output is still wrong; hidden if the output to check is correct. */
export function ShrinkSection() {
  const { runner } = useSession();
  const { shrink } = useDiagnose();
  const shrunk = shrink.current.value;
  const run = runner.currentRun.value;
  if (run === null || runner.phase.value.kind !== 'done' || !canShrink(run)) return null;
  const found = shrunk?.run === run ? shrunk.smallest : null;
  const busy = shrink.task.phase.value.kind === 'computing';
  return (
    <section class="trace-section" aria-labelledby="shrink-title">
      <h2 id="shrink-title">{found?.subject.kind === 'crop' ? 'A crop of your output' : 'Smallest failing example'}</h2>
      {found === null && !busy && (
        <p class="shrink-start">
          <button type="button" class="button" onClick={shrink.start}>
            Find the smallest failing example
          </button>
          <span class="dim">
            Shrinks channels, sizes and values while the mistake still shows. If no known mistake explains the output,
            crops the output.
          </span>
        </p>
      )}
      <QuestionState question={shrink.task} doing="Making the call smaller" again="Try again" onAgain={shrink.start} />
      {found !== null && <Found smallest={found} />}
    </section>
  );
}

function Found({ smallest }: { readonly smallest: SmallestCall }) {
  const { steps, tries, minimal, subject } = smallest;
  return (
    <>
      <p class="trace-words">{subjectText(subject)}</p>
      <p class="trace-words">
        <b class="mono">{callText(smallest)}</b>, {parametersText(smallest)}
      </p>
      <p class="trace-words dim">
        {minimal
          ? `Nothing more can be removed. Tried ${formatInteger(tries)} smaller calls.`
          : `It may not be the smallest. Stopped after ${formatInteger(tries)} smaller calls.`}
      </p>
      <Actions smallest={smallest} />
      <div class="shrink-columns">
        <SmallestValues smallest={smallest} />
        <table class="overlap-table shrink-steps">
          <caption>Reduced</caption>
          <thead>
            <tr>
              <th scope="col">what</th>
              <th scope="col">from</th>
              <th scope="col">to</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ what, from, to }, index) => (
              <tr key={index}>
                <th scope="row">{what}</th>
                <td>{from}</td>
                <td>{to}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Actions({ smallest }: { readonly smallest: SmallestCall }) {
  const { host, messages } = useViewer();
  const open = async (): Promise<void> => {
    const { scenario, actual } = smallest;
    const saved = await host.saveProblem(fileName(scenario.name, '.convt.json'), scenario, writeNpy(actual).buffer);
    messages.tell(saved === null ? 'Nothing was saved.' : `Saved ${saved}`);
  };
  const copy = async (text: string, what: string): Promise<void> => {
    if (await host.copyText(text)) messages.tell(`Copied the ${what} test.`);
  };
  return (
    <p class="shrink-actions">
      <button type="button" class="button" onClick={() => void open()}>
        <Icon name="go-to-file" />
        Save as scenario…
      </button>
      <button type="button" class="button secondary" onClick={() => void copy(smallest.pytorch, 'PyTorch')}>
        <Icon name="copy" />
        Copy PyTorch test
      </button>
      <button type="button" class="button secondary" onClick={() => void copy(smallest.numpy, 'NumPy')}>
        <Icon name="copy" />
        Copy NumPy test
      </button>
    </p>
  );
}
