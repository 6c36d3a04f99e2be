import arrowRight from '@vscode/codicons/src/icons/arrow-right.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import chevronUp from '@vscode/codicons/src/icons/chevron-up.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import collapseAll from '@vscode/codicons/src/icons/collapse-all.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import debugDisconnect from '@vscode/codicons/src/icons/debug-disconnect.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import expandAll from '@vscode/codicons/src/icons/expand-all.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import sidebar from '@vscode/codicons/src/icons/layout-sidebar-left.svg';
import link from '@vscode/codicons/src/icons/link.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import redo from '@vscode/codicons/src/icons/redo.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import remove from '@vscode/codicons/src/icons/remove.svg';
import save from '@vscode/codicons/src/icons/save.svg';
import screenFull from '@vscode/codicons/src/icons/screen-full.svg';
import sync from '@vscode/codicons/src/icons/sync.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';
import first from './icons/first.svg';
import nextMismatch from './icons/next-mismatch.svg';

const icons = {
  'arrow-right': arrowRight,
  check,
  'chevron-down': chevronDown,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevron-up': chevronUp,
  'circle-slash': circleSlash,
  close,
  'collapse-all': collapseAll,
  copy,
  'debug-disconnect': debugDisconnect,
  'debug-pause': debugPause,
  discard,
  edit,
  ellipsis,
  error,
  'expand-all': expandAll,
  export: exportIcon,
  first,
  'go-to-file': goToFile,
  history,
  info,
  link,
  lock,
  'layout-sidebar-left': sidebar,
  'next-mismatch': nextMismatch,
  pass,
  play,
  question,
  redo,
  refresh,
  remove,
  save,
  'screen-full': screenFull,
  sync,
  warning,
  'zoom-in': zoomIn,
  'zoom-out': zoomOut,
} as const;

export type IconName = keyof typeof icons;

/** A codicon, or an icon of our own in the same style, in the text's colour. Screen readers skip it. */
export function Icon({ name }: { readonly name: IconName }) {
  // The markup comes from a bundled icon file, never from data.
  return <span class="icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: icons[name] }} />;
}
