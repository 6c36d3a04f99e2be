import type { MissingTensors } from '../../src/formats/common/layerNode.ts';
import { visibleText } from '../../src/engine/core/visibleText.ts';
import { shownName } from '../../src/formats/common/quoted.ts';
import { formatInteger, formatShape } from '../../src/scenario/text/format.ts';
import { useFile } from './fileState.ts';

/** The transposed convolutions of a model; a layer that the debugger supports can be opened in it. */
export function Layers() {
  const { info, openLayer } = useFile();
  const layers = info.value?.layers ?? [];
  if (layers.length === 0) return null;
  return (
    <details class="file-section" open>
      <summary>
        ConvTranspose layers <span class="dim">{formatInteger(layers.length)}</span>
      </summary>
      <ul>
        {layers.map(({ name, summary, refused, missing, weightShape }, index) => (
          <li key={index} class="layer">
            <span class="mono">{visibleText(name)}</span>
            {refused === null && (
              <button
                type="button"
                class="button secondary"
                aria-label={`Open ${shownName(name)} in the debugger`}
                onClick={() => openLayer(index)}
              >
                {isWhole(missing) ? 'Open' : 'Open…'}
              </button>
            )}
            <span class="dim">
              {weightShape !== null && `w ${formatShape(weightShape)}, `}
              {summary}
            </span>
            {refused !== null && <span class="warned">{refused}</span>}
            {refused === null && !isWhole(missing) && (
              <span class="dim">
                {[missing.weight, missing.bias].filter((why) => why !== null).join('; ')}: choose a file
              </span>
            )}
            {refused === null && weightShape?.length === 3 && <span class="dim">1-D, drawn as height 1</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Returns true if the model has all tensors of a layer. */
function isWhole({ weight, bias }: MissingTensors): boolean {
  return weight === null && bias === null;
}
