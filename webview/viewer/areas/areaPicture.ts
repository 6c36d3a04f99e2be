import { signal } from '@preact/signals';
import type { Areas } from '../../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../../src/engine/areas/reduceAreas.ts';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { hatchTone, parseColour } from '../../colour/hatch.ts';
import type { TileRequest, TileSubscriber } from '../../workers/tileClient.ts';
import type { AreaPainter, BasePicture } from '../paint/basePicture.ts';
import { colourAreas } from './colourAreas.ts';
import {
  around,
  countOf,
  cutOf,
  type PixelGrid,
  gridOf,
  inSight,
  isDense,
  lengthOf,
  offsetOf,
  type PlaceRect,
  sameGrid,
} from './grid.ts';
import type { Tones } from './pixelColour.ts';
import { lay, type Pixels, roomForPixels, pixelsOf } from '../../colour/pixels.ts';
import { sample } from './sample.ts';
import { showPlaces } from './showPlaces.ts';
import { cellsOf, type Tile, tilesIn } from './tiles.ts';
import { type ExactTile, TileStore } from './tileStore.ts';
import { fromCorner, Underlay } from './underlay.ts';

/** Cells that a paint may read to be exact at once: a millisecond or two. */
export const exactBudget = 100_000;
/** Cells that it may read to be sampled. */
export const sampleBudget = 150_000;
/** So long the cells have kept their size before refining is worth while: zooming changes it every frame. */
const restMilliseconds = 80;

export type Exactness = 'exact' | 'sampled';

/** Who refines: the looking worker, or in a test somebody else. */
interface Refiner {
  join(looker: TileSubscriber): () => void;
  changed(): void;
}

/**
 * The picture of a matrix whose cells are smaller than those drawn one by one. A paint reads no more
 * than its budget: exactly where that suffices, else sampled; what is sampled is refined, tile by
 * tile, by another thread, and painted when it comes. What is exact is kept while one pans.
 */
export class AreaPicture implements TileSubscriber, AreaPainter {
  /** Whether all that is in sight is exact. */
  readonly exactness = signal<Exactness>('exact');
  /** What to do when a part has been refined; whoever paints sets it. */
  repaint: () => void = () => undefined;
  readonly #refiner: Refiner;
  readonly #tiles = new TileStore();
  readonly #underlay = new Underlay();
  /** What was put together last: its memory is used again. */
  #places: Pixels | null = null;
  #shown: Pixels | null = null;
  #leave: (() => void) | null = null;
  #picture: BasePicture | null = null;
  #tones: Tones | null = null;
  #grid: PixelGrid | null = null;
  #wanted: readonly Tile[] = [];
  #resting: ReturnType<typeof setTimeout> | null = null;
  /** Tells tiles of another matrix, or of another size of cells, from the present ones. */
  #generation = 0;

  constructor(refiner: Refiner) {
    this.#refiner = refiner;
  }

  /** Draws the picture on a canvas of the frame's size times `ratio`, in the background's colour already. */
  paint(context: CanvasRenderingContext2D, picture: BasePicture): void {
    const { view, frame, ratio, scale, subject } = picture;
    const grid = this.#take(picture);
    const tones = this.#tones;
    if (tones === null) return;
    const origin = {
      x: offsetOf(grid.columns, frame.column),
      y: offsetOf(grid.rows, frame.row),
    };
    const sight: PlaceRect = {
      rows: inSight(grid.rows, origin.y, context.canvas.height),
      columns: inSight(grid.columns, origin.x, context.canvas.width),
    };
    const tiles = tilesIn(grid, sight, ratio);
    const missing = this.#readExactly(picture, grid, this.#missing(tiles));
    if (countOf(sight) === 0) return;
    const places = roomForPixels(lengthOf(sight.columns), lengthOf(sight.rows), this.#places);
    this.#places = places;
    if (missing.length > 0) {
      const rect = around(missing.map(({ seen }) => seen));
      const sampled = this.#underlay.cover(rect, (part, share) =>
        sample(view, grid, part, (share * sampleBudget) / subject.cost, scale, tones),
      );
      lay(sampled, places, ...fromCorner(rect, sight));
    }
    for (const { key } of tiles) {
      const tile = this.#tiles.get(key);
      if (tile !== undefined) lay(this.#coloured(tile, picture, tones), places, ...fromCorner(tile.rect, sight));
    }
    this.#shown = showPlaces(context, places, sight, grid, origin, this.#shown);
    this.#tiles.trim(new Set(tiles.map(({ key }) => key)));
    // Cells with pixels of their own are exact when each was read.
    const sampled = missing.length > 0 && (isDense(grid) || this.#underlay.coarse);
    this.exactness.value = sampled ? 'sampled' : 'exact';
    this.#want(sampled ? missing : []);
  }

  /** What stands in the pixel that shows a cell; null where that is not known exactly (yet). */
  areaAt(cell: Cell): { readonly areas: Areas; readonly at: number } | null {
    const ratio = this.#picture?.ratio;
    if (this.#grid === null || ratio === undefined) return null;
    const { rows, columns } = this.#grid;
    const row = Math.floor((cell.row + 0.5) / rows.cells);
    const column = Math.floor((cell.column + 0.5) / columns.cells);
    const spot = { rows: { from: row, to: row + 1 }, columns: { from: column, to: column + 1 } };
    const [tile] = tilesIn(this.#grid, spot, ratio);
    const found = tile === undefined ? undefined : this.#tiles.get(tile.key);
    if (found === undefined) return null;
    const { areas, rect } = found;
    if (row >= rect.rows.to || column >= rect.columns.to) return null;
    return { areas, at: (row - rect.rows.from) * areas.columns + column - rect.columns.from };
  }

  /** Out of sight: nothing is refined until the next paint. */
  rest(): void {
    this.#want([]);
  }

  /** Drawn by other means, which are exact. */
  stand(): void {
    this.exactness.value = 'exact';
    this.#want([]);
  }

  dispose(): void {
    this.#stopResting();
    this.#wanted = [];
    this.#leave?.();
    this.#leave = null;
    this.#tiles.clear();
  }

  next(underWay: (key: string) => boolean): TileRequest | null {
    const [grid, subject] = [this.#grid, this.#picture?.subject];
    if (this.#resting !== null || grid === null || subject === undefined) return null;
    const tile = this.#wanted.find(({ key }) => !underWay(this.#nameOf(key)));
    if (tile === undefined) return null;
    const { run, lookedAt } = subject;
    const { rows, columns } = tile.rect;
    return {
      key: this.#nameOf(tile.key),
      source: run,
      matrix: lookedAt,
      rows: cutOf(grid.rows, rows),
      columns: cutOf(grid.columns, columns),
    };
  }

  wants(name: string): boolean {
    return this.#wanted.some(({ key }) => this.#nameOf(key) === name);
  }

  deliver(name: string, areas: Areas): void {
    const tile = this.#wanted.find(({ key }) => this.#nameOf(key) === name);
    if (tile === undefined) return;
    this.#tiles.set(tile.key, { rect: tile.rect, areas, pixels: null });
    this.#wanted = this.#wanted.filter((each) => each !== tile);
    this.repaint();
  }

  #nameOf(key: string): string {
    return `${this.#generation} ${key}`;
  }

  #missing(tiles: readonly Tile[]): readonly Tile[] {
    return tiles.filter(({ key }) => this.#tiles.get(key) === undefined);
  }

  /** Makes the picture the present one; what another one left behind is dropped as far as it is of no use. */
  #take(picture: BasePicture): PixelGrid {
    const before = this.#picture;
    const grid = gridOf(picture.frame, picture.ratio);
    const { view, scale, theme, subject } = picture;
    const sameCells = before?.view === view && this.#grid !== null && sameGrid(this.#grid, grid);
    const sameColours = before?.scale === scale && before.theme === theme;
    if (!sameColours || this.#tones === null) {
      this.#tones = {
        padding: hatchTone(1, theme),
        inserted: hatchTone(2, theme),
        outside: parseColour(theme.background),
      };
    }
    if (!sameCells || !sameColours) this.#underlay.forget();
    if (!sameColours || before.subject.shows !== subject.shows) this.#tiles.recolour();
    if (!sameCells) {
      this.#tiles.clear();
      this.#generation += 1;
      this.#wanted = [];
      if (before?.view === view) this.#startResting();
      else this.#stopResting();
    }
    this.#picture = picture;
    this.#grid = grid;
    return grid;
  }

  /** Reads what is missing right here if the budget suffices; returns what is still missing. */
  #readExactly(picture: BasePicture, grid: PixelGrid, missing: readonly Tile[]): readonly Tile[] {
    // While one zooms, what is exact now is of no use in the next frame.
    if (!isDense(grid) || this.#resting !== null) return missing;
    const cells = missing.reduce((sum, { rect }) => sum + cellsOf(grid, rect), 0);
    if (cells * picture.subject.cost > exactBudget) return missing;
    for (const { key, rect } of missing) {
      const { rows, columns } = rect;
      const steps = reduceAreas(picture.view, cutOf(grid.rows, rows), cutOf(grid.columns, columns));
      this.#tiles.set(key, { rect, areas: finish(steps), pixels: null });
    }
    return [];
  }

  #coloured(tile: ExactTile, { scale, subject }: BasePicture, tones: Tones): Pixels {
    const { areas } = tile;
    const { rows, columns } = areas;
    return (tile.pixels ??= pixelsOf(colourAreas(areas, subject.shows, scale, tones), columns, rows));
  }

  #want(tiles: readonly Tile[]): void {
    this.#wanted = tiles;
    if (tiles.length === 0 && this.#leave === null) return;
    this.#leave ??= this.#refiner.join(this);
    this.#refiner.changed();
  }

  #startResting(): void {
    this.#stopResting();
    this.#resting = setTimeout(() => {
      this.#resting = null;
      if (this.#wanted.length > 0) this.repaint();
    }, restMilliseconds);
  }

  #stopResting(): void {
    if (this.#resting !== null) clearTimeout(this.#resting);
    this.#resting = null;
  }
}
