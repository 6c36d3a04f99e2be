import type { DiffLine } from '../../../src/engine/diagnose/model/fixCode.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useViewer } from '../../store/useSession.ts';

const kinds = { ' ': 'same', '-': 'removed', '+': 'added' } as const;

/** The lines of the Code tab's program with and without the mistake. */
export function CodeDiff({ lines }: { readonly lines: readonly DiffLine[] }) {
  const { host, messages } = useViewer();
  const corrected = lines.filter(({ sign }) => sign !== '-').map(({ text }) => text);
  const copy = async (): Promise<void> => {
    if (await host.copyText(`${corrected.join('\n')}\n`)) messages.tell('Copied the corrected lines.');
  };
  return (
    <div class="code-diff">
      <div class="code-diff-head">
        <span class="dim">PyTorch (same names as in the Code tab)</span>
        <button type="button" class="text-button" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy
        </button>
      </div>
      <pre tabIndex={0} aria-label="The fix as a diff: minus before, plus after">
        {lines.map(({ sign, text }, at) => (
          <span key={at} class={`diff-line ${kinds[sign]}`}>
            <span class="diff-sign">{sign === '-' ? '−' : sign}</span>
            {text}
          </span>
        ))}
      </pre>
    </div>
  );
}
