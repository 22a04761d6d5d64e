import { createScript } from '../connection/redis-command.ts';

/**
 * Each verb on one record is one script, so nothing comes between its look and its write. A record is a hash: `v` version, `d` value,
 * `e` expiry, `c` time of consumption, `t` present when it is a tombstone (`m`: the mark that it went to another store), `x` the names of
 * its index sets, `f` the ticket of whoever froze it. Times are epoch milliseconds of the caller's clock; `PEXPIRE` only frees space, long
 * after.
 * A script's first write is one that Redis refuses when its memory is full, so a script that was refused has done nothing.
 *
 * `KEYS[1]` is the record. On one server the ledger (`all`, `due`, `gone`) and the set of realms follow, and the indexes move within the
 * script; in a cluster they lie in other slots, and the caller moves them afterwards.
 */
export const COMMON = `
local now = tonumber(ARGV[1])
local id = ARGV[2]
local function read() return redis.call('HMGET', KEYS[1], 'v', 'd', 'e', 'c', 't', 'x', 'f') end
local function live(r) return r[1] and tonumber(r[3]) > now end
local function each(list, visit) if list and list ~= '' then for _, key in ipairs(cjson.decode(list)) do visit(key) end end end
local function move(old, new, due, gone)
  if #KEYS < 5 then return end
  if old ~= new then
    each(old, function(key) redis.call('ZREM', key, id) end)
    each(new, function(key) redis.call('ZADD', key, 0, id) end)
  end
  if due then redis.call('ZADD', KEYS[2], 0, id) redis.call('ZADD', KEYS[3], due, id)
  else redis.call('ZREM', KEYS[2], id) redis.call('ZREM', KEYS[3], id) end
  if gone then redis.call('ZADD', KEYS[4], gone, id) else redis.call('ZREM', KEYS[4], id) end
  if due or gone then redis.call('SADD', KEYS[5], ARGV[3]) end
end
`;

/** ARGV: now, id, realm, value, expiry, life of the key, indexes. Gives the indexes that were there before, nil when refused. */
export const CREATE = createScript(`${COMMON}
local r = read()
if live(r) then return false end
redis.call('HSET', KEYS[1], 'v', '1', 'd', ARGV[4], 'e', ARGV[5], 'x', ARGV[7])
redis.call('HDEL', KEYS[1], 'c', 't', 'f')
redis.call('PEXPIRE', KEYS[1], ARGV[6])
move(r[6], ARGV[7], ARGV[5], nil)
return r[6] or ''
`);

/** ARGV: as for CREATE, and the version. */
export const PUT = createScript(`${COMMON}
local r = read()
if not live(r) or r[5] or r[7] or r[1] ~= ARGV[8] then return false end
redis.call('HSET', KEYS[1], 'd', ARGV[4], 'e', ARGV[5], 'x', ARGV[7])
redis.call('HINCRBY', KEYS[1], 'v', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[6])
move(r[6], ARGV[7], ARGV[5], nil)
return r[6] or ''
`);

/** ARGV: now, id, realm. Gives the consumed record to the one who consumed it. */
export const CONSUME = createScript(`${COMMON}
local r = read()
if not live(r) or r[5] or r[7] or r[4] then return false end
redis.call('HSET', KEYS[1], 'c', ARGV[1])
redis.call('HINCRBY', KEYS[1], 'v', 1)
return read()
`);

/** ARGV: now, id, realm. Gives the record to the one who took it away. */
export const TAKE = createScript(`${COMMON}
local r = read()
if not live(r) or r[5] or r[7] or r[4] then return false end
redis.call('DEL', KEYS[1])
move(r[6], '', nil, nil)
return r
`);

/** ARGV: now, id, realm, end of the tombstone (0: none), slack. Gives whether a record was there and its indexes. */
export const DELETE = createScript(`${COMMON}
local r = read()
if live(r) and (r[7] or r[5] == 'm') then return { 0, '' } end
local there = 0
if live(r) and not r[5] then there = 1 end
local till = ARGV[4]
if live(r) and r[5] and tonumber(r[3]) > tonumber(till) then till = r[3] end
if tonumber(till) > now then
  redis.call('HSET', KEYS[1], 'v', '0', 'e', till, 't', '1')
  redis.call('HDEL', KEYS[1], 'd', 'c', 'x', 'f')
  redis.call('PEXPIRE', KEYS[1], tonumber(till) - now + tonumber(ARGV[5]))
  move(r[6], '', nil, till)
elseif r[1] then
  redis.call('DEL', KEYS[1])
  move(r[6], '', nil, nil)
end
return { there, r[6] or '' }
`);

/** ARGV: now, id, realm. Frees what has expired; gives whether something was freed and its indexes. What lives is put right in the ledger. */
export const FREE = createScript(`${COMMON}
local r = read()
if live(r) then
  if r[5] == 'm' then move(r[6], r[6], nil, nil)
  elseif r[5] then move(r[6], r[6], nil, r[3]) else move(r[6], r[6], r[3], nil) end
  return { 0, '' }
end
local freed = redis.call('DEL', KEYS[1])
move(r[6], '', nil, nil)
return { freed, r[6] or '' }
`);
