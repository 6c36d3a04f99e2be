import { type CallShape, shapeOf } from '../../src/engine/core/call.ts';
import type { Signal } from '@preact/signals';
import { pythonCode } from '../../src/scenario/code/pythonCode.ts';
import type { Library } from '../../src/scenario/code/stages.ts';
import { Icon } from '../ui/Icon.tsx';
import { CodeLines } from './CodeLines.tsx';
import { Frameworks } from './Frameworks.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useViewer } from '../store/useSession.ts';

/** What the tab shows: the program of a library, or the call in the words of each framework. */
export type CodeChoice = Library | 'frameworks';

/** The choices, in their order, and their titles. */
export const codeChoices: readonly (readonly [id: CodeChoice, title: string])[] = [
  ['pytorch', 'PyTorch'],
  ['numpy', 'NumPy'],
  ['frameworks', 'Other frameworks'],
];

/** Shows a program that computes the call and prints the same numbers, or the call in the words of each framework. */
export function CodeTab({ run, choice }: { readonly run: RunModel; readonly choice: Signal<CodeChoice> }) {
  const shown = choice.value;
  const choose = (
    <span class="segments" role="radiogroup" aria-label="Program">
      {codeChoices.map(([id, title]) => (
        <label key={id}>
          <input type="radio" name="program" checked={shown === id} onChange={() => (choice.value = id)} />
          <span>{title}</span>
        </label>
      ))}
    </span>
  );
  return (
    <section class="code" aria-label="The call as a program">
      {shown === 'frameworks' ? (
        <Frameworks run={run}>{choose}</Frameworks>
      ) : (
        <LibraryProgram run={run} library={shown}>
          {choose}
        </LibraryProgram>
      )}
    </section>
  );
}

interface LibraryProgramProps {
  readonly run: RunModel;
  readonly library: Library;
  /** The choice of the program, which begins the header. */
  readonly children: preact.ComponentChildren;
}

function LibraryProgram({ run, library, children }: LibraryProgramProps) {
  const { cursor, host, messages } = useViewer();
  const text = pythonCode(run.scenario, library, cursor.value, lineOf(run));
  const copy = async (): Promise<void> => {
    if (await host.copyText(text)) messages.tell('Copied the program.');
  };
  return (
    <>
      <header>
        {children}
        <span class="dim">A complete program that prints the numbers of the figure, stage by stage.</span>
        <span class="spacer" />
        <button type="button" class="button secondary" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy
        </button>
        <button type="button" class="button secondary" onClick={() => void host.openText(text)}>
          <Icon name="go-to-file" />
          Open in editor
        </button>
      </header>
      <CodeLines text={text} label={`${library === 'pytorch' ? 'PyTorch' : 'NumPy'} program`} />
    </>
  );
}

/** Returns the call of a 1-D layer, which has a height of 1; null for any other. */
function lineOf({ run }: RunModel): CallShape | null {
  return run.geometry.is1d === true ? shapeOf(run.originalCall) : null;
}
