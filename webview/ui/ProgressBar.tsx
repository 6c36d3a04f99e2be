/** A bar of how far a piece of work is, and a button to cancel it. */
export function ProgressBar(props: {
  readonly label: string;
  /** Null before the first report. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Null if the work has not begun. */
  readonly cancel: (() => void) | null;
}) {
  const { label, progress, cancel } = props;
  const value = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
  return (
    <div class="progress">
      <span class="dim">{label}</span>
      <progress aria-label={label} max={1} value={value} />
      {cancel !== null && (
        <button type="button" class="text-button" aria-label={`Cancel: ${label}`} onClick={cancel}>
          Cancel
        </button>
      )}
    </div>
  );
}
