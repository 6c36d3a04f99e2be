import { type Areas, bytesPerArea } from '../../../src/engine/areas/areas.ts';
import type { Pixels } from '../../colour/pixels.ts';
import type { PlaceRect } from './grid.ts';

/** A tile whose areas are exact. */
export interface ExactTile {
  readonly rect: PlaceRect;
  readonly areas: Areas;
  /** The areas in the current colours; null until the tile is drawn in them. */
  pixels: Pixels | null;
}

/** Memory for tiles that are not visible, enough for several pictures: panning back shows them at once. */
const spareBytes = 8_000_000;

/** A cache of exact tiles by key, ordered from the least to the most recently drawn. */
export class TileStore {
  readonly #tiles = new Map<string, ExactTile>();

  get(key: string): ExactTile | undefined {
    return this.#tiles.get(key);
  }

  set(key: string, tile: ExactTile): void {
    this.#tiles.set(key, tile);
  }

  clear(): void {
    this.#tiles.clear();
  }

  /** Drops the colours of all tiles and keeps their areas. */
  recolour(): void {
    for (const tile of this.#tiles.values()) tile.pixels = null;
  }

  /** Keeps the visible tiles and, as far as there is room, the most recently drawn of the others. */
  trim(visible: ReadonlySet<string>): void {
    for (const key of visible) {
      const tile = this.#tiles.get(key);
      if (tile === undefined) continue;
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
    }
    let spare = 0;
    for (const [key, { areas }] of [...this.#tiles].reverse()) {
      if (visible.has(key)) continue;
      // A tile also has 4 bytes of colour per area.
      spare += areas.mean.length * (bytesPerArea + 4);
      if (spare > spareBytes) this.#tiles.delete(key);
    }
  }
}
