import type { Kept } from '../../api/types.ts';
import type { MessageKey } from '../../i18n/messages.ts';

/** What may happen to what a store acknowledged. */
export const PROMISE_TEXT: Readonly<Record<string, MessageKey>> = {
  processKill: 'server.promiseProcessKill',
  machineLoss: 'server.promiseMachineLoss',
  partition: 'server.promisePartition',
  failOver: 'server.promiseFailOver',
  betweenNodes: 'server.promiseBetweenNodes',
};

/** And what becomes of it then. */
export const KEPT_TEXT = {
  kept: 'server.kept',
  lost: 'server.lost',
  depends: 'server.depends',
  none: 'server.noSuch',
  unknown: 'server.unknown',
} as const satisfies Record<Kept, MessageKey>;
