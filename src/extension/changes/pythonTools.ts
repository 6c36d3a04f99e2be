/** What a bundle of its own has: everything that reads Python, loaded when it is needed. */
export { CallTools } from '../code/callTools.ts';
export { ChangeTools } from './changeTools.ts';
