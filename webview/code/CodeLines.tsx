import { tokenize } from './tokenize.ts';

/** Shows Python source with numbered, coloured lines. It scrolls and can have the focus; `label` names it. */
export function CodeLines({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <pre tabIndex={0} aria-label={label}>
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
  );
}
