import type { ProtocolMapper } from '@anteroom/core';
import type { ClaimSink, ClaimSource } from './claim-source.ts';
import { type ClaimTarget, isSwitchedOn } from './claim-target.ts';

/** A mapper with its configuration read, ready to run. */
export interface CompiledMapper {
  /** Lower runs first. */
  readonly priority: number;
  runsFor(target: ClaimTarget): boolean;
  apply(source: ClaimSource, sink: ClaimSink): void;
}

/** A kind of mapper: reads a configuration once. Null when the configuration cannot give a claim. */
export interface MapperKind {
  readonly id: string;
  compile(mapper: ProtocolMapper): CompiledMapper | null;
}

/** Keycloak's order of mappers that depend on each other; all others run first. */
export const PRIORITY = { plain: 0, renameRole: 10, addRole: 20, resolveAudience: 30, roles: 40 } as const;

/** The ordinary case: what the kind supports, narrowed by the four switches of its configuration. */
export function compiled(
  mapper: ProtocolMapper,
  targets: readonly ClaimTarget[],
  apply: CompiledMapper['apply'],
  options: { readonly priority?: number; readonly when?: (mapper: ProtocolMapper, target: ClaimTarget) => boolean } = {},
): CompiledMapper {
  const on = new Set(targets.filter((target) => (options.when ?? isSwitchedOn)(mapper, target)));
  return { priority: options.priority ?? PRIORITY.plain, runsFor: (target) => on.has(target), apply };
}
