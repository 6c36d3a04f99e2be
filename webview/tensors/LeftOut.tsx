import { useFile } from '../tensors/fileState.ts';

/** What is in the file and is no tensor that can be read, and why. */
export function LeftOut() {
  const left = useFile().info.value?.leftOut ?? [];
  if (left.length === 0) return null;
  return (
    <details class="file-section">
      <summary>
        Left out <span class="dim">{left.length}</span>
      </summary>
      <ul>
        {left.map((line) => (
          <li key={line} class="dim">
            {line}
          </li>
        ))}
      </ul>
    </details>
  );
}
