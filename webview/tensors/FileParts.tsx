import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/Icon.tsx';
import { Layers } from './Layers.tsx';
import { TensorList } from './TensorList.tsx';
import { TensorView } from './TensorView.tsx';
import { TermTip } from '../ui/TermTip.tsx';
import { MessageRegions } from '../ui/MessageRegions.tsx';
import { useFile } from './fileState.ts';

const formats = {
  npy: 'NumPy array',
  npz: 'NumPy archive',
  pytorch: 'PyTorch checkpoint',
  safetensors: 'safetensors',
  onnx: 'ONNX model',
} as const;

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
        </div>
      )}
      {info !== null && (
        <div class="file-parts">
          <aside class="file-side" aria-label="Contents of the file">
            <header>
              <h1>{info.name}</h1>
              <span class="dim">{formats[info.format]}</span>
              {help}
            </header>
            <TensorList />
            <Layers />
            <LeftOut />
          </aside>
          <TensorView />
        </div>
      )}
      <TermTip openDocs={file.viewer.host.openDocs} />
      <MessageRegions messages={file.viewer.messages} />
    </div>
  );
}

/** The parts of the file that cannot be read as tensors, with the reasons. */
function LeftOut() {
  const leftOut = useFile().info.value?.leftOut ?? [];
  if (leftOut.length === 0) return null;
  return (
    <details class="file-section">
      <summary>
        Left out <span class="dim">{leftOut.length}</span>
      </summary>
      <ul>
        {leftOut.map((line) => (
          <li key={line} class="dim">
            {line}
          </li>
        ))}
      </ul>
    </details>
  );
}
