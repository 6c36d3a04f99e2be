import type { ComponentChildren } from 'preact';
import { visibleText } from '../../src/engine/core/visibleText.ts';
import { Icon } from '../ui/Icon.tsx';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { formatNames } from './formatNames.ts';
import { Layers } from './Layers.tsx';
import { TensorTree } from './TensorTree.tsx';
import { TensorView } from './TensorView.tsx';
import { TermTip } from '../ui/TermTip.tsx';
import { MessageRegions } from '../ui/MessageRegions.tsx';
import { isListVisible, useFile } from './fileState.ts';

/**
 * The page of a tensor file: its contents at the left, the selected tensor at the right. `help` is the button of the
 * keys.
 */
export function FileParts({ help }: { readonly help: ComponentChildren }) {
  const file = useFile();
  const phase = file.phase.value;
  const info = file.info.value;
  return (
    <div class="file-page">
      {phase.kind === 'refused' && (
        <div class="banner failed" role="alert">
          <Icon name="error" />
          <p>{phase.refusal.message}</p>
          {phase.refusal.mayBeRaw === true && (
            <button type="button" class="button secondary" onClick={() => void file.readRaw()}>
              Read as Raw Numbers…
            </button>
          )}
        </div>
      )}
      {info !== null && (
        <div class={isListVisible(file) ? 'file-parts' : 'file-parts alone'}>
          {isListVisible(file) && (
            <aside class="file-side" aria-label="Contents of the file">
              <header>
                <h2>{visibleText(info.name)}</h2>
                <span class="dim">{formatNames[info.format]}</span>
              </header>
              <Layers />
              <TensorTree />
              <LeftOut />
            </aside>
          )}
          <TensorView help={help} />
        </div>
      )}
      <TermTip openDocs={file.viewer.host.openDocs} />
      <MessageRegions messages={file.viewer.messages} />
    </div>
  );
}

/** The most lines in the page: a file may leave out 100,000 members. */
const mostLines = 500;

/** The parts of the file that cannot be read as tensors, with the reasons. */
function LeftOut() {
  const leftOut = useFile().info.value?.leftOut ?? [];
  if (leftOut.length === 0) return null;
  return (
    <details class="file-section">
      <summary>
        Left out <span class="dim">{formatInteger(leftOut.length)}</span>
      </summary>
      <ul>
        {leftOut.slice(0, mostLines).map((line, i) => (
          <li key={i} class="dim">
            {line}
          </li>
        ))}
        {leftOut.length > mostLines && (
          <li class="dim">and {formatInteger(leftOut.length - mostLines)} more, which convt list prints</li>
        )}
      </ul>
    </details>
  );
}
