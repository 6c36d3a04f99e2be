const entries = [
  { swatch: 'element', words: 'output element' },
  { swatch: 'padding', words: 'padding zero' },
  { swatch: 'term', words: 'current term' },
  { swatch: 'inserted', words: 'inserted zero' },
  { swatch: 'stored-zero', words: 'stored 0.0' },
  { swatch: 'nan', words: 'NaN (±Inf: ▲▼)' },
] as const;

/** Explains the marks and hatches of the panes. */
export function Legend() {
  return (
    <ul class="legend">
      {entries.map(({ swatch, words }) => (
        <li key={swatch}>
          <span class={`swatch swatch-${swatch}`} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}
