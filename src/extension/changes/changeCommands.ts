/** The commands of the view of changes, and of what is shown beside changed calls. */
export const changeCommands = {
  /** Asks what to compare, and shows the view. */
  review: 'convt.reviewChanges',
  refresh: 'convt.refreshChanges',
  /** Opens both versions of a call in one debugger. */
  debugBoth: 'convt.debugBeforeAndAfter',
  /** Opens the diff editor at a call. */
  openDiff: 'convt.openCallDiff',
  /** Opens both versions of a tensor file or a scenario. */
  openBoth: 'convt.openBeforeAndAfter',
} as const;

/** The view of changes, in the container of source control. */
export const changesViewId = 'convt.changes';
