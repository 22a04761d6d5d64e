import type { ProtocolMapper } from '@anteroom/core';

/** Where claims go. A lightweight access token is a target of its own: mappers must ask for it. */
export type ClaimTarget = 'access' | 'lightweight' | 'id' | 'userinfo' | 'introspection';

export const EVERYWHERE: readonly ClaimTarget[] = ['access', 'lightweight', 'id', 'userinfo', 'introspection'];
export const NOT_USERINFO: readonly ClaimTarget[] = ['access', 'lightweight', 'id', 'introspection'];
export const ACCESS_ONLY: readonly ClaimTarget[] = ['access', 'lightweight', 'introspection'];

/**
 * Whether a mapper's configuration puts its claim into a target. Keycloak's fall-backs for configurations older than a switch: userinfo
 * follows the ID token, introspection the access token.
 */
export function isSwitchedOn(mapper: ProtocolMapper, target: ClaimTarget): boolean {
  const on = (name: string): boolean => mapper.config[name] === 'true';
  switch (target) {
    case 'access':
      return on('access.token.claim');
    case 'lightweight':
      return on('lightweight.claim');
    case 'id':
      return on('id.token.claim');
    case 'userinfo':
      return mapper.config['userinfo.token.claim'] === undefined ? on('id.token.claim') : on('userinfo.token.claim');
    case 'introspection':
      return mapper.config['introspection.token.claim'] === undefined ? on('access.token.claim') : on('introspection.token.claim');
  }
}

/** Two mappers are on unless they are switched off: they had no switches at first. */
export function isNotSwitchedOff(mapper: ProtocolMapper, target: ClaimTarget): boolean {
  switch (target) {
    case 'access':
      return (mapper.config['access.token.claim'] ?? 'true') === 'true';
    case 'introspection':
      return (mapper.config['introspection.token.claim'] ?? 'true') === 'true';
    case 'lightweight':
    case 'id':
    case 'userinfo':
      return isSwitchedOn(mapper, target);
  }
}
