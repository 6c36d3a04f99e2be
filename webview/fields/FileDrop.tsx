import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TensorRole } from '../../src/scenario/document/withTensor.ts';
import { uriTypes, urisOf } from './droppedUris.ts';
import { useSession } from '../store/useSession.ts';

/**
 * Accepts a tensor file that is dropped on the field. A file from VS Code's explorer has to be dropped with the Shift
 * key held; otherwise the workbench opens the file.
 */
export function FileDrop(props: { readonly role: TensorRole; readonly children: ComponentChildren }) {
  const { role, children } = props;
  const { document, form } = useSession();
  const [over, setOver] = useState(false);
  const accepts = (event: DragEvent): boolean =>
    !document.isReadonly.value && uriTypes.some((type) => event.dataTransfer?.types.includes(type) === true);
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
    if (uri !== undefined) void form.takeTensor(role, uri);
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
