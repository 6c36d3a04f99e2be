import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { visibleText } from '../../src/engine/core/visibleText.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatBytes, formatShape } from '../../src/scenario/text/format.ts';
import { isLayerWeight } from '../../src/scenario/document/layerScenario.ts';
import type { FileInfo } from '../../src/protocol/tensorMessages.ts';
import { Guard } from '../ui/Guard.tsx';
import { boxOf } from '../viewer/boxOf.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { type PixelSize, useSize } from '../ui/useSize.ts';
import { AxesBar } from './AxesBar.tsx';
import { finiteRange, mapOf, naturalLimits, tensorScale } from './colourScale.ts';
import { formatNames } from './formatNames.ts';
import { PreviewPicture } from './PreviewPicture.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { TensorPane } from './TensorPane.tsx';
import { tensorUseItems } from './tensorUseItems.ts';
import type { ReadProgress, VisibleTensor } from './tensorReader.ts';
import { ValuesPanel } from './ValuesPanel.tsx';
import { sizeOfEntry } from './picture.ts';
import { isListVisible, useFile } from './fileState.ts';

/** Height in CSS pixels of everything above and below the picture. */
const reservedHeight = 134;
/** Smallest size of the picture in CSS pixels. */
const smallest = { width: 160, height: 140 } as const;
/** Width of the panel of values, and the least width of the view in which it stands beside the picture, in CSS pixels. */
const panelWidth = 248;
const roomForPanel = 640;
const gap = 24;
/** Least width of the picture's header and of its readout, in CSS pixels. */
const leastColumn = 420;

/**
 * The selected tensor: its facts, its uses, a picture of its numbers and their distribution. `help` is the button of the
 * keys.
 */
export function TensorView({ help }: { readonly help: ComponentChildren }) {
  const { ref, size } = useSize<HTMLElement>();
  const entry = useFile().selectedEntry.value;
  return (
    <main class="tensor-view" ref={ref}>
      {entry === null ? (
        <NoTensor help={help} />
      ) : (
        <>
          <Header entry={entry} help={help} />
          {size.width > 0 && <Body entry={entry} {...size} />}
        </>
      )}
    </main>
  );
}

/** Says what to do while no tensor is selected. */
function NoTensor({ help }: { readonly help: ComponentChildren }) {
  const { entries = [], layers = [] } = useFile().info.value ?? {};
  return (
    <div class="tensor-none">
      <span class="tensor-none-help">{help}</span>
      <p class="dim">
        {entries.length > 0
          ? 'Select a tensor to read its values.'
          : layers.length > 0
            ? 'This file has no tensors of its own. Open a layer and choose the files of its tensors.'
            : 'This file has no tensor that can be read.'}
      </p>
    </div>
  );
}

function Body({ entry, width, height }: { readonly entry: TensorEntry } & PixelSize) {
  const { reader } = useFile();
  const phase = reader.phase.value;
  const hasPanel = width >= roomForPanel;
  const picture = {
    width: Math.max(smallest.width, hasPanel ? width - panelWidth - gap : width),
    height: Math.max(smallest.height, height - reservedHeight),
  };
  switch (phase.kind) {
    case 'none':
      return (
        <div class="tensor-waiting">
          {phase.preview !== null && <PreviewPicture preview={phase.preview} {...picture} />}
          <button type="button" class="button secondary" onClick={reader.resume}>
            Read the slice
          </button>
        </div>
      );
    case 'reading':
      return (
        <div class="tensor-waiting">
          {phase.preview !== null && <PreviewPicture preview={phase.preview} {...picture} />}
          <Reading entry={entry} progress={phase.progress} isPreview={phase.preview !== null} />
        </div>
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
          <Shown shown={phase.shown} progress={phase.progress} picture={picture} hasPanel={hasPanel} width={width} />
        </Guard>
      );
    default:
      return assertNever(phase, 'phase');
  }
}

function Reading(props: {
  readonly entry: TensorEntry;
  readonly progress: ReadProgress | null;
  readonly isPreview: boolean;
}) {
  const { reader } = useFile();
  const { entry, progress, isPreview } = props;
  const size = formatBytes(progress?.total ?? sizeOfEntry(entry));
  return (
    <ProgressBar
      label={isPreview ? `Preview. Reading all ${size}` : progress === null ? 'Reading' : `Reading ${size}`}
      progress={progress}
      cancel={reader.stop}
    />
  );
}

function Shown(props: {
  readonly shown: VisibleTensor;
  readonly progress: ReadProgress | null;
  readonly picture: PixelSize;
  readonly hasPanel: boolean;
  readonly width: number;
}) {
  const { shown, progress, picture, hasPanel, width } = props;
  const file = useFile();
  const { entry, tensor, axes } = shown;
  const known = file.statistics.known.value.get(entry.key);
  const values = known?.kind === 'known' ? known.statistics.finite : null;
  const colouring = file.picture.value.colouring;
  const isImage = axes.colours !== null;
  // Until the statistics of the whole tensor are known, the colours are those of the part that has been read.
  const range = useMemo(
    () => (values === null ? finiteRange(tensor.data) : { low: values.min, high: values.max }) ?? { low: 0, high: 1 },
    [values, tensor],
  );
  const scale = useMemo(
    () => tensorScale(colouring, entry.element, range, isImage),
    [colouring, entry.element, range, isImage],
  );
  const natural = naturalLimits(mapOf(colouring, entry.element, range), entry.element, range, isImage);
  const indices = file.picture.value.indices;
  const sizeOf = (axis: number | null): number => (axis === null ? 1 : (entry.shape[axis] ?? 1));
  const box = boxOf(sizeOf(axes.rows), sizeOf(axes.columns), picture.width, picture.height);
  // The panel stands beside a small picture, not at the far edge of the page.
  const column = Math.min(picture.width, Math.max(leastColumn, Math.ceil(box.width)));
  return (
    <>
      <AxesBar shape={entry.shape} axes={axes} indices={indices} />
      <div class={hasPanel ? 'tensor-shown' : 'tensor-shown narrow'} style={{ gap: `${gap}px` }}>
        <div class="tensor-picture" style={{ width: `${column}px` }}>
          <TensorPane
            shown={shown}
            name={nameOf(entry, file.info.value)}
            scale={scale}
            box={box}
            headerWidth={column}
          />
          {progress !== null && <Reading entry={entry} progress={progress} isPreview={false} />}
        </div>
        <ValuesPanel
          entry={entry}
          scale={scale}
          natural={natural}
          isImage={isImage}
          width={hasPanel ? panelWidth : Math.min(width, 400)}
        />
      </div>
    </>
  );
}

function nameOf({ key }: TensorEntry, info: FileInfo | null): string {
  return visibleText(key === '' ? (info?.name ?? 'tensor') : key);
}

function Header({ entry, help }: { readonly entry: TensorEntry; readonly help: ComponentChildren }) {
  const file = useFile();
  const { key, element, shape, through, partOf } = entry;
  const { info, openAsLayer, putTensor, saveTensor, isListShown } = file;
  const canBeLayer = isLayerWeight(key, shape) && info.value?.unusable === null && partOf === undefined;
  const uses = [
    ...tensorUseItems(entry, info.value, putTensor),
    ...(canBeLayer ? [{ id: 'layer', label: 'Open as layer…', choose: () => openAsLayer(key) }] : []),
    { id: 'save', label: 'Save whole tensor as .npy…', choose: () => saveTensor(key) },
  ];
  const isShown = isListVisible(file);
  const listWords = isShown ? 'Hide the list of tensors' : 'Show the list of tensors';
  return (
    <header class="tensor-header">
      <h1 class="tensor-name">
        <button
          type="button"
          class="icon-button"
          title={listWords}
          aria-label={listWords}
          aria-expanded={isShown}
          onClick={() => {
            isListShown.value = !isShown;
          }}
        >
          <Icon name="layout-sidebar-left" />
        </button>
        <span class="mono">{nameOf(entry, info.value)}</span>
      </h1>
      <span class="tensor-uses">
        {canBeLayer && (
          <button type="button" class="button" onClick={() => openAsLayer(key)}>
            Open as layer…
          </button>
        )}
        <Menu label="Use as part of a call" face="Use as" icon="chevron-down" items={uses} />
        {help}
      </span>
      <p class="dim">
        {element} {formatShape(shape)}, {formatBytes(sizeOfEntry(entry))}
        {info.value !== null && !isShown && `, ${formatNames[info.value.format]}`}
      </p>
      {through !== undefined && <p class="dim">From {visibleText(through)}</p>}
      {partOf !== undefined && <p class="warned">Not to be used alone: {visibleText(partOf)}</p>}
    </header>
  );
}
