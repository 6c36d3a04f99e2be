import type { Signal } from '@preact/signals';
import { pythonCode } from '../../src/scenario/code/pythonCode.ts';
import type { Library } from '../../src/scenario/code/stages.ts';
import { Icon } from '../ui/Icon.tsx';
import { tokenize } from './tokenize.ts';
import type { RunModel } from '../store/runModel.ts';
import { useViewer } from '../store/useSession.ts';

const libraries: readonly (readonly [Library, string])[] = [
  ['pytorch', 'PyTorch'],
  ['numpy', 'NumPy'],
];

/** Shows a program that computes the call and prints the same numbers. */
export function CodeTab({ run, library }: { readonly run: RunModel; readonly library: Signal<Library> }) {
  const { cursor, host, messages } = useViewer();
  const text = pythonCode(run.scenario, library.value, cursor.value);
  const copy = async (): Promise<void> => {
    if (await host.copyText(text)) messages.tell('Copied the program.');
  };
  return (
    <section class="code" aria-label="The call as a program">
      <header>
        <span class="segments" role="radiogroup" aria-label="Library">
          {libraries.map(([id, title]) => (
            <label key={id}>
              <input type="radio" name="library" checked={library.value === id} onChange={() => (library.value = id)} />
              <span>{title}</span>
            </label>
          ))}
        </span>
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
      <pre tabIndex={0} aria-label={`${library.value === 'pytorch' ? 'PyTorch' : 'NumPy'} program`}>
        <code>
          {text
            .trimEnd()
            .split('\n')
            .map((line, index) => (
              <span class="line" key={index}>
                {tokenize(line).map(({ kind, text: part }, place) =>
                  kind === null ? (
                    part
                  ) : (
                    <span class={`token-${kind}`} key={place}>
                      {part}
                    </span>
                  ),
                )}
                {'\n'}
              </span>
            ))}
        </code>
      </pre>
    </section>
  );
}
