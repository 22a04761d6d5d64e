export { adminEventMessage, type EventMessage, loginEventMessage } from './event-message.ts';
export { wantsEvent } from './wants-event.ts';
