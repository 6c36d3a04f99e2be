/** The web worker host cannot start a server. */
export { noMcpServer as registerMcpServer } from './noMcpServer.ts';
