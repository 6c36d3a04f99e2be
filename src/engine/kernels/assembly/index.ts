/*
 * The exports of the kernels' WebAssembly module. The caller lays out the memory; nothing here allocates. S is the type
 * of the numbers read, T the type of the computation.
 */
import { Direct, direct } from './direct/direct';
import { filter } from './winograd/filter';
import { kernelsIn } from './winograd/kernelsIn';
import { finite, pack, pad, zeros } from './phases/pack';
import { Pass } from './phases/pass';
import { split } from './winograd/split';
import { tiles } from './phases/tiles';
import { Tiling } from './winograd/tiling';
import { cut } from './phases/vectors';

export { keep } from './compare/keep';
export { randn } from './fills/normals';
export { scan } from './compare/scan';
export { smooth } from './fills/smooth';
export { spread } from './compare/spread';

export function tiles32(pass: Pass, from: i32, to: i32): void {
  tiles<f32>(pass, from, to);
}
export function tiles64(pass: Pass, from: i32, to: i32): void {
  tiles<f64>(pass, from, to);
}
export function cut32(table: usize, rows: i32, columns: i32, pitch: i32, flat: bool, tile: i32, yRow: i32, yColumn: i32): i32 {
  return cut<f32>(table, rows, columns, pitch, flat, tile, yRow, yColumn);
}
export function cut64(table: usize, rows: i32, columns: i32, pitch: i32, flat: bool, tile: i32, yRow: i32, yColumn: i32): i32 {
  return cut<f64>(table, rows, columns, pitch, flat, tile, yRow, yColumn);
}
export function finite32(from: usize, count: i32, magnitude: bool): bool {
  return finite<f32>(from, count, magnitude);
}
export function finite64(from: usize, count: i32, magnitude: bool): bool {
  return finite<f64>(from, count, magnitude);
}
export function zeros32(from: usize, count: i32): bool {
  return zeros<f32>(from, count);
}
export function zeros64(from: usize, count: i32): bool {
  return zeros<f64>(from, count);
}
export function pad32(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, planePitch: i32, magnitude: bool): void {
  pad<f32, f32>(from, to, planes, h, w, pitch, planePitch, magnitude);
}
export function pad64(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, planePitch: i32, magnitude: bool): void {
  pad<f64, f64>(from, to, planes, h, w, pitch, planePitch, magnitude);
}
export function pad32to64(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, planePitch: i32, magnitude: bool): void {
  pad<f32, f64>(from, to, planes, h, w, pitch, planePitch, magnitude);
}
export function pack32(pass: Pass, from: usize, places: usize, first: i32, channels: i32, taps: i32, channelBytes: usize): void {
  pack<f32, f32>(pass, from, places, first, channels, taps, channelBytes);
}
export function pack64(pass: Pass, from: usize, places: usize, first: i32, channels: i32, taps: i32, channelBytes: usize): void {
  pack<f64, f64>(pass, from, places, first, channels, taps, channelBytes);
}
export function pack32to64(pass: Pass, from: usize, places: usize, first: i32, channels: i32, taps: i32, channelBytes: usize): void {
  pack<f32, f64>(pass, from, places, first, channels, taps, channelBytes);
}
export function direct32(d: Direct): void {
  direct<f32>(d);
}
export function direct64(d: Direct): void {
  direct<f64>(d);
}
export function split32(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, half: i32, shift: i32, step: i32, magnitude: bool): void {
  split<f32>(from, to, planes, h, w, pitch, half, shift, step, magnitude);
}
export function kernelsIn32(t: usize, tilings: i32, from: usize, first: i32, count: i32, channelBytes: usize, taps: i32): void {
  kernelsIn<f32>(t, tilings, from, first, count, channelBytes, taps);
}
export function filter32(t: Tiling, from: i32, to: i32, first: i32, end: i32): void {
  filter<f32>(t, from, to, first, end);
}
export function split64(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, half: i32, shift: i32, step: i32, magnitude: bool): void {
  split<f64>(from, to, planes, h, w, pitch, half, shift, step, magnitude);
}
export function kernelsIn64(t: usize, tilings: i32, from: usize, first: i32, count: i32, channelBytes: usize, taps: i32): void {
  kernelsIn<f64>(t, tilings, from, first, count, channelBytes, taps);
}
export function filter64(t: Tiling, from: i32, to: i32, first: i32, end: i32): void {
  filter<f64>(t, from, to, first, end);
}
/** Writes zeros to `bytes` bytes from address `from` on. */
export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}
