import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpRequest } from './http-connection.ts';
import type { Outcome } from './outcome.ts';

export interface WrkLoad {
  readonly base: string;
  /** Sent in turn, so that many users take part. */
  readonly requests: readonly HttpRequest[];
  readonly callers: number;
  readonly seconds: number;
  /** Text that each good answer contains. */
  readonly expect: string;
}

/** wrk answers for the operations of one request: it costs a tenth of a load generator in Node, and costs the server that much less. */
export function requireWrk(): void {
  const isHere = () => spawnSync('wrk', ['-v'], { stdio: 'ignore' }).error === undefined;
  if (isHere()) return;
  if (process.getuid?.() === 0) spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'wrk'], { stdio: 'ignore' });
  if (!isHere()) throw new Error('wrk is missing: install it (apt-get install wrk) to run the benchmark');
}

export async function driveWithWrk({ base, requests, callers, seconds, expect }: WrkLoad): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-wrk-'));
  try {
    const script = join(folder, 'load.lua');
    writeFileSync(script, luaScript(base, requests, expect));
    const child = spawn('wrk', ['-t1', `-c${callers}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, base], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    await once(child, 'close');
    const found = /^RESULT (\{.*\})$/m.exec(output);
    if (found?.[1] === undefined) throw new Error(`wrk gave no result:\n${output}`);
    const { requests: done, wrong, errors, micros, first, ...latency } = JSON.parse(found[1]);
    return {
      requests: done - wrong,
      errors: wrong + errors,
      seconds: micros / 1e6,
      latency: { p50: latency.p50 / 1000, p95: latency.p95 / 1000, p99: latency.p99 / 1000 },
      firstError: first === '' ? null : Buffer.from(first, 'hex').toString('latin1'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Requests are written out once; every answer is looked at. */
function luaScript(base: string, requests: readonly HttpRequest[], expect: string): string {
  const written = requests.map(({ method, path, headers = {}, body }) => {
    const all = {
      ...headers,
      Host: new URL(base).host,
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    };
    const table = Object.entries(all).map(([name, value]) => `[${lua(name)}]=${lua(value)}`);
    return `wrk.format(${lua(method)}, ${lua(path)}, {${table.join(',')}}, ${body === undefined ? 'nil' : lua(body)})`;
  });
  return `
local all = nil
local at = 0
wrong = 0
first = ""
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init()
  all = {}
  ${written.map((line) => `all[#all + 1] = ${line}`).join('\n  ')}
end
function request()
  at = at % #all + 1
  return all[at]
end
function response(status, headers, body)
  if status ~= 200 or not string.find(body, ${lua(expect)}, 1, true) then
    wrong = wrong + 1
    if first == "" then first = (status .. " " .. string.sub(body, 1, 200)):gsub(".", function(c) return string.format("%02x", string.byte(c)) end) end
  end
end
function done(summary, latency)
  local wrong, first = 0, ""
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
    if first == "" then first = thread:get("first") end
  end
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\\nRESULT {"requests":%d,"wrong":%d,"errors":%d,"micros":%d,"p50":%d,"p95":%d,"p99":%d,"first":"%s"}\\n',
    summary.requests, wrong, lost, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99), first))
end
`;
}

/** A Lua string literal; everything but plain characters is escaped. */
function lua(text: string): string {
  return `"${Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/[^A-Za-z0-9 _.:;,/?&=%+~*-]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`)}"`;
}
