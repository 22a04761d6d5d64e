import { createScript } from '../../connection/redis-command.ts';
import { COMMON } from '../scripts.ts';

/** ARGV: now, id, realm, ticket. Gives what is frozen there now. */
export const FREEZE = createScript(`${COMMON}
local r = read()
if not live(r) or r[5] == 'm' then return false end
if not r[7] then
  redis.call('HSET', KEYS[1], 'f', ARGV[4])
  r[7] = ARGV[4]
end
return r
`);

/**
 * The last key is the ticket. ARGV: now, id, realm, value, expiry, life of the key, indexes, version, time of consumption (empty: none),
 * kind. Gives the indexes that were there before, nil without the ticket.
 */
export const RESTORE = createScript(`${COMMON}
if redis.call('EXISTS', KEYS[#KEYS]) == 0 then return false end
local r = read()
local due = nil
local gone = nil
if ARGV[10] == 'record' then
  redis.call('HSET', KEYS[1], 'v', ARGV[8], 'd', ARGV[4], 'e', ARGV[5], 'x', ARGV[7])
  redis.call('HDEL', KEYS[1], 'c', 't', 'f')
  if ARGV[9] ~= '' then redis.call('HSET', KEYS[1], 'c', ARGV[9]) end
  due = ARGV[5]
else
  redis.call('HSET', KEYS[1], 'v', '0', 'e', ARGV[5], 't', '1')
  redis.call('HDEL', KEYS[1], 'd', 'c', 'x', 'f')
  gone = ARGV[5]
end
redis.call('DEL', KEYS[#KEYS])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
move(r[6], ARGV[7], due, gone)
return r[6] or ''
`);

const MARK = `
local function mark(r)
  redis.call('HSET', KEYS[1], 'v', '0', 'e', ARGV[4], 't', 'm')
  redis.call('HDEL', KEYS[1], 'd', 'c', 'x', 'f')
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  move(r[6], '', nil, nil)
end
`;

/** ARGV: now, id, realm, end of the mark, life of the key, ticket. Gives the indexes that were there before, nil when refused. */
export const RELEASE = createScript(`${COMMON}${MARK}
local r = read()
if not live(r) or r[7] ~= ARGV[6] then return false end
mark(r)
return r[6] or ''
`);

/** ARGV: now, id, realm, end of the mark, life of the key. Gives whether a moved mark is there now and the indexes that were there before. */
export const CLAIM = createScript(`${COMMON}${MARK}
local r = read()
if live(r) then return { r[5] == 'm' and 1 or 0, '' } end
mark(r)
return { 1, r[6] or '' }
`);
