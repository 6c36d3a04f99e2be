import type { ShownProbe } from '../../../src/scenario/report/readProbeReport.ts';
import { formatIndex, formatShape } from '../../../src/scenario/text/format.ts';
import { differenceSentence, termSides } from '../../../src/scenario/report/probedTerms.ts';
import { Icon } from '../../ui/Icon.tsx';
import { verdictMarks } from '../../ui/verdictMarks.ts';
import { useDiagnose } from '../diagnoseState.ts';
import { ProbedSum } from './ProbedSum.tsx';

/** Shows a probe's result: what the implementation computes, and the first element whose terms differ. */
export function ProbeSection() {
  const { probe } = useDiagnose();
  const opened = probe.opened.value;
  if (opened === null) return null;
  const { file } = opened;
  const { command, verdict, headline, sentences, first, shapes } = opened.probe;
  const { icon, tone } = verdictMarks[markOf(verdict)];
  return (
    <section class="probe" aria-label="Probe">
      <header class="diagnose-header">
        <div class={`verdict-box ${tone}`}>
          <p class="diagnose-output">
            <span class="mono file-name">{file.name}</span>
            <span class="dim mono file-name">{command.join(' ')}</span>
          </p>
          <h2 class="diagnose-headline">
            <Icon name={icon} />
            {headline}
          </h2>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p class="dim">
            Probed with {shapes.map(([name, shape]) => `${name} ${formatShape(shape)}`).join(', ')}; the call in the
            form is not involved.
          </p>
        </div>
        <div class="diagnose-actions">
          <button type="button" class="button secondary" onClick={() => void probe.open(null)}>
            <Icon name="go-to-file" />
            Open another…
          </button>
          <button type="button" class="button secondary" onClick={probe.close}>
            <Icon name="close" />
            Close
          </button>
        </div>
      </header>
      {first !== null && <Difference first={first} />}
    </section>
  );
}

/** The two dot products of the first element that differs. */
function Difference({ first }: { readonly first: NonNullable<ShownProbe['first']> }) {
  return (
    <>
      <h3>
        First element that differs <span class="mono">y{formatIndex(first.index)}</span>
      </h3>
      <p class="probe-difference">
        {differenceSentence(first)} The numbers are those of a run on integers without bias.
      </p>
      <div class="probe-sums">
        {termSides(first).map((side) => (
          <ProbedSum key={side.who} side={side} index={first.index} />
        ))}
      </div>
    </>
  );
}

/** Returns the verdict on an output whose icon and tone a probe's verdict has. */
function markOf(verdict: ShownProbe['verdict']): keyof typeof verdictMarks {
  if (verdict === 'right') return 'exact';
  const isWarned = verdict === 'other-dtype' || verdict === 'lower-precision' || verdict === 'non-finite';
  return isWarned ? 'non-finite' : 'mismatch';
}
