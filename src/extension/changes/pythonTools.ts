/** Exports everything that reads Python: a bundle of its own, loaded when it is needed. */
export { readPythonLayer } from '../../scenario/paste/pythonLayer.ts';
export { CallTools } from '../code/callTools.ts';
export { ChangeTools } from './changeTools.ts';
