import { signal } from '@preact/signals';
import { pythonCode } from '../../src/scenario/code/pythonCode.ts';
import type { Library } from '../../src/scenario/code/stages.ts';
import { Icon } from '../ui/Icon.tsx';
import { copyText, openText } from '../bridge/host.ts';
import { tell } from '../ui/notice.ts';
import { cursor } from '../store/session.ts';
import type { Loaded } from '../store/session.ts';
import { tokenize } from './tokenize.ts';

const libraries: readonly (readonly [Library, string])[] = [
  ['pytorch', 'PyTorch'],
  ['numpy', 'NumPy'],
];
const library = signal<Library>('pytorch');

/** The call as a program that prints the same numbers. */
export function CodeTab({ run }: { readonly run: Loaded }) {
  const text = pythonCode(run.scenario, library.value, cursor.value);
  const copy = async (): Promise<void> => {
    if (await copyText(text)) tell('Copied the program.');
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
        <span class="dim">Runs by itself and prints the numbers of the figure, stage by stage.</span>
        <span class="spacer" />
        <button type="button" class="button secondary" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy
        </button>
        <button type="button" class="button secondary" onClick={() => void openText(text)}>
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
