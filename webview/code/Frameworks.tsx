import { useMemo } from 'preact/hooks';
import { dialects } from '../../src/dialects/dialects.ts';
import type { FrameworkCall } from '../../src/dialects/frameworkCalls.ts';
import { shapeOf } from '../../src/engine/core/call.ts';
import { frameworksText } from '../../src/scenario/code/frameworksText.ts';
import { scenarioCalls } from '../../src/scenario/code/scenarioCalls.ts';
import { Icon } from '../ui/Icon.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useViewer } from '../store/useSession.ts';
import { CodeLines } from './CodeLines.tsx';

interface FrameworksProps {
  readonly run: RunModel;
  /** The choice of the program, which begins the header. */
  readonly children: preact.ComponentChildren;
}

/** Shows the call in the words of each framework, side by side, with the weight's permutation and rotation. */
export function Frameworks({ run, children }: FrameworksProps) {
  const { host } = useViewer();
  const { scenario } = run;
  const calls = useMemo(() => scenarioCalls(scenario, shapeOf(run.run.call)), [run]);
  const order = scenario.call === undefined ? 'PyTorch' : dialects[scenario.call.dialect].title;
  return (
    <>
      <header>
        {children}
        <span class="dim">The same call, from the NumPy arrays x, w and b; w in the order of {order}.</span>
        <span class="spacer" />
        <button
          type="button"
          class="button secondary"
          onClick={() => void host.openText(frameworksText(scenario.name, calls))}
        >
          <Icon name="go-to-file" />
          Open all in editor
        </button>
      </header>
      <div class="frameworks">
        {calls.map((call) => (
          <FrameworkCard key={call.id} call={call} />
        ))}
      </div>
    </>
  );
}

function FrameworkCard({ call: { id, title, writing } }: { readonly call: FrameworkCall }) {
  const { host, messages } = useViewer();
  const written = writing.kind === 'written' ? writing.written : writing.nearest;
  const copy = async (text: string, what: string): Promise<void> => {
    if (await host.copyText(text)) messages.tell(`Copied the ${what} in ${title}.`);
  };
  return (
    <section class="framework" aria-labelledby={`framework-${id}`}>
      <div class="framework-head">
        <h2 id={`framework-${id}`}>{title}</h2>
        <span class="spacer" />
        {writing.kind === 'written' && (
          <button
            type="button"
            class="button secondary"
            aria-label={`Copy call in ${title}`}
            onClick={() => void copy(writing.written.call, 'call')}
          >
            Copy call
          </button>
        )}
        {written !== null && (
          <button
            type="button"
            class="button secondary"
            aria-label={`Copy program in ${title}`}
            onClick={() => void copy(written.program, 'program')}
          >
            <Icon name="copy" />
            Copy program
          </button>
        )}
      </div>
      {writing.kind === 'impossible' && (
        <p class="framework-reason">
          <Icon name="warning" />
          <span>
            Cannot be expressed in {title}: {writing.because}
            {writing.nearest === null ? '' : ' The nearest way:'}
          </span>
        </p>
      )}
      {written !== null && <CodeLines text={written.program} label={`${title} program`} />}
      {written?.notes.map((note) => (
        <p class="framework-note dim" key={note}>
          {note}
        </p>
      ))}
    </section>
  );
}
