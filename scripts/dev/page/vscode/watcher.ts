import { onFileChange } from '../serverEvents.ts';
import { Disposable, EventEmitter } from './events.ts';
import { Uri } from './uri.ts';

/** Matches the files directly in a folder. */
export class RelativePattern {
  readonly baseUri: Uri;
  readonly pattern: string;

  constructor(base: Uri, pattern: string) {
    this.baseUri = base;
    this.pattern = pattern;
  }
}

/** Watches files through the development server. Files in the page's memory never change. */
export function createFileSystemWatcher({ baseUri }: RelativePattern) {
  const changed = new EventEmitter<Uri>();
  const created = new EventEmitter<Uri>();
  const deleted = new EventEmitter<Uri>();
  const stop =
    baseUri.scheme === 'file'
      ? onFileChange(baseUri.path, (path) => changed.fire(Uri.file(path)))
      : (): void => undefined;
  return {
    ignoreCreateEvents: false,
    ignoreChangeEvents: false,
    ignoreDeleteEvents: false,
    onDidChange: changed.event,
    onDidCreate: created.event,
    onDidDelete: deleted.event,
    dispose: () => Disposable.from(new Disposable(stop), changed, created, deleted).dispose(),
  };
}
