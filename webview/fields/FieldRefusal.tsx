import type { Argument } from '../../src/engine/core/refusal.ts';
import { stillShowing } from '../store/refusalAt.ts';
import { useSession } from '../store/useSession.ts';

/** Id of an argument's message, for its field's `aria-describedby`. */
export function refusalId(argument: Argument): string {
  return `refusal-${argument}`;
}

/** Why the value above is not accepted, and what the figure shows meanwhile. */
export function FieldRefusal({ argument }: { readonly argument: Argument }) {
  const { refusal, validScenario } = useSession().runner;
  const present = refusal.value;
  if (present?.argument !== argument) return null;
  const still = stillShowing(present, validScenario.value);
  return (
    <div class="field-refusal" id={refusalId(argument)} role="alert">
      {present.message}
      {still !== '' && (
        <>
          <br />
          {still}
        </>
      )}
    </div>
  );
}
