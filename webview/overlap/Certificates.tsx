import { useEffect, useState } from 'preact/hooks';
import type { Certificate } from '../../src/engine/certificates/certificate.ts';
import { certificateMemory } from '../../src/engine/certificates/certificate.ts';
import type { GradientCertificate } from '../../src/engine/certificates/gradient.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { checkMemory } from '../../src/scenario/run/callMemory.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import { certificatesRequest } from '../../src/protocol/workerMessages.ts';
import { formatPercent, formatShort } from '../../src/scenario/text/format.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

type Phase =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking'; readonly step: Step | null }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'checked'; readonly adjoint: Certificate; readonly gradient: GradientCertificate };

/**
 * Checks the adjoint identity and the gradients of the current call, on random tensors of the scenario's seed, against
 * their rounding bounds.
 */
export function Certificates({ run }: { readonly run: RunModel }) {
  const { document, ports } = useSession();
  const { layer } = ports.workers;
  const [phase, setPhase] = useState<Phase>({ kind: 'none' });
  const stop = (): void => {
    layer.cancel(certificatesRequest);
    setPhase({ kind: 'none' });
  };
  // A certificate holds for one run only.
  useEffect(() => stop, [run]);
  const check = async (): Promise<void> => {
    const { geometry } = run;
    const memory = checkMemory(document.settings.value.memoryCap, certificateMemory(geometry).total);
    if (!memory.ok) {
      setPhase({ kind: 'failed', message: memory.refusal.message });
      return;
    }
    setPhase({ kind: 'checking', step: null });
    const question = { call: run.run.originalCall, geometry, seed: run.scenario.seed };
    const reply = await layer.ask(certificatesRequest, question, (step) => setPhase({ kind: 'checking', step }));
    if (reply.ok) setPhase({ kind: 'checked', ...reply.value });
    else if (reply.reason !== 'cancelled') setPhase({ kind: 'failed', message: reply.error });
  };
  return (
    <section
      class="overlap-part"
      aria-labelledby="overlap-certificates"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || phase.kind !== 'checking') return;
        stop();
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <header>
        <h2 id="overlap-certificates">Proofs</h2>
        <button
          type="button"
          class="button secondary"
          onClick={() => (phase.kind === 'checking' ? stop() : void check())}
        >
          {phase.kind === 'checking' ? (
            <>
              Cancel <kbd>Esc</kbd>
            </>
          ) : (
            'Check'
          )}
        </button>
        <span class="dim" role="status">
          {statusOf(phase)}
        </span>
      </header>
      {phase.kind === 'checked' && (
        <table class="overlap-table">
          <thead>
            <tr>
              {['identity', 'left', 'right', '|left − right|', 'rounding bound', ''].map((title) => (
                <th key={title} scope="col">
                  {title === '' ? (
                    <span class="visually-hidden">Result</span>
                  ) : title === 'rounding bound' ? (
                    <TermLabel term="rounding-bound">{title}</TermLabel>
                  ) : (
                    title
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Line name="adjoint: ⟨conv_transpose2d(x, w), v⟩ = ⟨x, conv2d(v, w)⟩" certificate={phase.adjoint} />
            {phase.gradient.checks.map((check) => (
              <Line key={check.tensor} name={`gradient in the ${check.tensor}`} certificate={check} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function statusOf(phase: Phase): string {
  switch (phase.kind) {
    case 'none':
      return 'Checks in float64 that this call is the transpose of conv2d, and its gradients.';
    case 'checking':
      return phase.step === null
        ? 'Checking …'
        : `${phase.step.stage} ${formatPercent(phase.step.done / Math.max(1, phase.step.total))}`;
    case 'failed':
      return phase.message;
    case 'checked': {
      const all = [phase.adjoint, phase.gradient].map(({ holds }) => holds);
      if (all.includes(false)) return 'An identity does not hold.';
      return all.includes(null) ? 'Some checks are inconclusive.' : 'All identities hold.';
    }
    default:
      return assertNever(phase, 'phase');
  }
}

function Line({ name, certificate }: { readonly name: string; readonly certificate: Certificate }) {
  const { left, right, difference, bound, holds } = certificate;
  return (
    <tr>
      <th scope="row">{name}</th>
      {[left, right].map((side, index) => (
        <td key={index}>{formatShort(side, 7)}</td>
      ))}
      <td>{formatShort(difference)}</td>
      <td>{formatShort(bound)}</td>
      {holds === null ? (
        <td class="warned">inconclusive</td>
      ) : (
        <td class={holds ? 'passed' : 'failed'}>{holds ? '✓ holds' : '✗ does not hold'}</td>
      )}
    </tr>
  );
}
