import type { Argument } from '../../src/engine/core/refusal.ts';
import { stillShowing } from '../store/refusalAt.ts';
import { useSession } from '../store/useSession.ts';

/** Returns the id of an argument's message, for the `aria-describedby` of its field. */
export function refusalId(argument: Argument): string {
  return `refusal-${argument}`;
}

/** Shows why the value of the field above is invalid, and what the figure shows in the meantime. */
export function FieldRefusal({ argument }: { readonly argument: Argument }) {
  const { refusal, validScenario } = useSession().runner;
  const current = refusal.value;
  if (current?.argument !== argument) return null;
  const still = stillShowing(current, validScenario.value);
  return (
    <div class="field-refusal" id={refusalId(argument)} role="alert">
      {current.message}
      {still !== '' && (
        <>
          <br />
          {still}
        </>
      )}
    </div>
  );
}
