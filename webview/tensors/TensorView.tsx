import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatBytes, formatShape } from '../../src/scenario/text/format.ts';
import { isLayerWeight } from '../../src/scenario/document/layerScenario.ts';
import { roleTitles, type TensorRole } from '../../src/scenario/document/withTensor.ts';
import { Guard } from '../ui/Guard.tsx';
import { Menu } from '../ui/Menu.tsx';
import { saveTensor } from '../viewer/actions/saveNpy.ts';
import { nonFiniteText, rangeText } from './summaryText.ts';
import { TensorPane } from './TensorPane.tsx';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import type { FileInfo } from '../../src/protocol/tensorMessages.ts';
import { sizeOfEntry } from './summaries.ts';
import { useViewer } from '../store/useSession.ts';
import { useFile } from './fileState.ts';

const roles: readonly TensorRole[] = ['input', 'weight', 'bias', 'actual'];
/** Height in CSS pixels of everything above and below the picture. */
const reservedHeight = 150;
/** Smallest size of the picture in CSS pixels. */
const smallest = { width: 160, height: 140 } as const;

/** The selected tensor: its facts, its uses, and a picture of its numbers. */
export function TensorView() {
  const { ref, width, height } = useSize();
  const entry = useFile().selectedEntry.value;
  return (
    <main class="tensor-view" ref={ref}>
      {entry === null ? (
        <p class="tensor-none dim">Select a tensor to see its values.</p>
      ) : (
        <>
          <Header entry={entry} />
          {width > 0 && <Body entry={entry} width={width} height={height} />}
        </>
      )}
    </main>
  );
}

function Body(props: { readonly entry: TensorEntry; readonly width: number; readonly height: number }) {
  const { entry, width, height } = props;
  const { info, reader } = useFile();
  const phase = reader.phase.value;
  switch (phase.kind) {
    case 'none':
      return <p class="dim">Press Enter to read the tensor ({formatBytes(sizeOfEntry(entry))}).</p>;
    case 'reading':
      return (
        <p class="tensor-reading">
          Reading {formatBytes(sizeOfEntry(entry))} …
          <button type="button" class="button secondary" onClick={reader.stop}>
            Cancel
          </button>
        </p>
      );
    case 'refused':
      return (
        <div class="banner failed" role="alert">
          <p>{phase.message}</p>
        </div>
      );
    case 'shown':
      return (
        <Guard name="The tensor" subject={phase.shown}>
          <TensorPane
            shown={phase.shown}
            name={nameOf(phase.shown.entry, info.value)}
            width={Math.max(smallest.width, width - 32)}
            height={Math.max(smallest.height, height - reservedHeight)}
          />
        </Guard>
      );
    default:
      return assertNever(phase, 'phase');
  }
}

function nameOf({ key }: TensorEntry, info: FileInfo | null): string {
  return key === '' ? (info?.name ?? 'tensor') : key;
}

function Header({ entry }: { readonly entry: TensorEntry }) {
  const { key, element, shape } = entry;
  const { info, reader, summaries, openAsLayer, putTensor } = useFile();
  const { host, messages } = useViewer();
  const known = summaries.known.value.get(key);
  const uses = [
    ...roles.map((role) => ({
      id: role,
      label: `Use as ${roleTitles[role]}`,
      choose: () => putTensor(key, role),
    })),
    ...(isLayerWeight(key, shape) ? [{ id: 'layer', label: 'Open as layer…', choose: () => openAsLayer(key) }] : []),
    { id: 'save', label: 'Save whole tensor as .npy…', choose: () => save() },
  ];
  const save = (): void => {
    const now = reader.phase.peek();
    if (now.kind !== 'shown') messages.tell('The tensor has not been read yet. Press Enter in the list to read it.');
    else void saveTensor(host, now.shown.tensor, info.peek()?.name ?? '', key).then(messages.tell);
  };
  return (
    <header class="tensor-header">
      <h2 class="mono">{nameOf(entry, info.value)}</h2>
      <span class="tensor-uses">
        {isLayerWeight(key, shape) && (
          <button type="button" class="button" onClick={() => openAsLayer(key)}>
            Open as layer…
          </button>
        )}
        <Menu label="Use as part of a call" face="Use as" icon="chevron-down" items={uses} />
      </span>
      <p class="dim">
        {element} {formatShape(shape)}, {formatBytes(sizeOfEntry(entry))}
        {known !== undefined && typeof known !== 'string' && (
          <>
            {' · '}
            {rangeText(known)}
            <span class="warned"> {nonFiniteText(known)}</span>
          </>
        )}
      </p>
    </header>
  );
}

/** Measures an element in whole CSS pixels, again whenever it is resized; 0 before the first measurement. */
function useSize() {
  const ref = useRef<HTMLElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void =>
      setSize({ width: Math.floor(element.clientWidth), height: Math.floor(element.clientHeight) });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, ...size };
}
