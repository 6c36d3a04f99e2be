import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TensorRole } from '../../src/scenario/document/withTensor.ts';
import { uriTypes, urisOf } from './droppedUris.ts';
import { useSession } from '../store/useSession.ts';

interface Props {
  readonly role: TensorRole;
  /** Takes a file that is no tensor's; returns false if it is left to the field. Works in a read-only document too. */
  readonly takeOther?: (uri: string) => boolean;
  readonly children: ComponentChildren;
}

/**
 * Accepts a tensor file that is dropped on the field. A file from VS Code's explorer has to be dropped with the Shift
 * key held; otherwise the workbench opens the file.
 */
export function FileDrop({ role, takeOther, children }: Props) {
  const { document, form } = useSession();
  const [over, setOver] = useState(false);
  const accepts = (event: DragEvent): boolean =>
    (takeOther !== undefined || !document.isReadonly.value) &&
    uriTypes.some((type) => event.dataTransfer?.types.includes(type) === true);
  const onDragOver = (event: DragEvent): void => {
    if (!accepts(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  const onDrop = (event: DragEvent): void => {
    setOver(false);
    if (!accepts(event)) return;
    event.preventDefault();
    const lists = uriTypes.map((type) => event.dataTransfer?.getData(type) ?? '');
    const [uri] = lists.flatMap(urisOf);
    if (uri === undefined || takeOther?.(uri) === true || document.isReadonly.value) return;
    void form.takeTensor(role, uri);
  };
  return (
    <div
      class={over ? 'file-drop over' : 'file-drop'}
      data-role={role}
      onDragEnter={onDragOver}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {children}
    </div>
  );
}
