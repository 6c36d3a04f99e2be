import { type ReadonlySignal, signal } from '@preact/signals';
import { openProbeRequest, type ProbeFile } from '../../../src/protocol/hostMessages.ts';
import { readProbeReport, type ShownProbe } from '../../../src/scenario/report/readProbeReport.ts';
import type { SavedPart } from '../../store/featureParts.ts';
import type { Session } from '../../store/session.ts';

/** A probe's result with its file. */
export interface OpenedProbe {
  readonly file: ProbeFile;
  readonly probe: ShownProbe;
}

/** The probe's result that the tab Diagnose shows. */
export interface ProbeState extends SavedPart {
  /** Null if none is open. */
  readonly opened: ReadonlySignal<OpenedProbe | null>;
  /** Opens the result file at a URI or, if `uri` is null, one that the user chooses. A refusal is told. */
  readonly open: (uri: string | null) => Promise<void>;
  /** Shows a result file that the extension has read. */
  readonly show: (file: ProbeFile) => void;
  /** Takes a file that was dropped on the tab if it is JSON; returns false if it is not. */
  readonly take: (uri: string) => boolean;
  readonly close: () => void;
}

/** The longest file that is kept while the page is hidden. */
const mostSaved = 2 ** 20;

/** `reveal` opens the tab. */
export function createProbe({ ports, messages }: Session, reveal: () => void): ProbeState {
  const opened = signal<OpenedProbe | null>(null);
  const show = (file: ProbeFile): void => {
    const probe = readProbeReport(file.text);
    if (!probe.ok) {
      messages.tell(`${file.name} cannot be shown. ${probe.refusal.message}`);
      return;
    }
    opened.value = { file, probe: probe.value };
    reveal();
    messages.announce(probe.value.headline);
  };
  const open = async (uri: string | null): Promise<void> => {
    const reply = await ports.host.call(openProbeRequest, { uri }).reply;
    if (!reply.ok) messages.tell(reply.error);
    else if (!reply.value.ok) messages.tell(reply.value.refusal.message);
    // Null: the user has closed the dialog without choosing a file.
    else if (reply.value.value !== null) show(reply.value.value);
  };
  return {
    opened,
    show,
    open,
    take: (uri) => {
      if (!/\.json$/i.test(uri)) return false;
      void open(uri);
      return true;
    },
    close: () => {
      opened.value = null;
    },
    save: () => {
      const file = opened.value?.file ?? null;
      return { probe: file !== null && file.text.length <= mostSaved ? file : null };
    },
    restore: ({ probe }) => {
      if (!isProbeFile(probe)) return;
      const read = readProbeReport(probe.text);
      if (read.ok) opened.value = { file: probe, probe: read.value };
    },
  };
}

function isProbeFile(value: unknown): value is ProbeFile {
  if (typeof value !== 'object' || value === null) return false;
  const { name, text } = value as Partial<ProbeFile>;
  return typeof name === 'string' && typeof text === 'string';
}
