// Keycloak's own command lines against a Keycloak and against Anteroom, command by command: exit code and output must be the same but for
// what differs each time. By hand, because it needs a Keycloak:
//
//   KEYCLOAK_HOME=/opt/keycloak KEYCLOAK_URL=http://localhost:8180 KEYCLOAK_ADMIN=admin KEYCLOAK_PASSWORD=… \
//   ANTEROOM_URL=http://localhost:8080 ANTEROOM_ADMIN=admin ANTEROOM_PASSWORD=… node apps/e2e/by-hand/kcadm.mjs [kcadm|kcreg]
//
// Each command starts a Java machine. KC_OPTS=-XX:TieredStopAtLevel=1 makes that cheaper.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const env = (name) => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const tool = process.argv[2] ?? 'kcadm';
const { COMMANDS, CLEAN_UP } = await import(`./${tool}-commands.mjs`);
const programs = join(env('KEYCLOAK_HOME'), 'bin');
const folder = mkdtempSync(join(tmpdir(), 'kcadm-'));

/** One server with its own sign-in and the ids it gave. */
function side(name, url, user, password) {
  const config = join(folder, `${name}.config`);
  const ids = {};
  const run = (program, args) => {
    const options = ['--config', `${config}.${program}`];
    const { status, stdout, stderr } = spawnSync(join(programs, `${program}.sh`), [...args, ...options], { encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  for (const program of new Set(['kcadm', tool])) {
    const signIn = run(program, ['config', 'credentials', '--server', url, '--realm', 'master', '--user', user, '--password', password]);
    if (signIn.status !== 0) throw new Error(`${name}: ${signIn.stderr}`);
  }
  return {
    run([line, keepAs, pattern]) {
      const filled = line.replace(/\{\{(\w+)\}\}/g, (whole, id) => ids[id] ?? whole);
      const program = filled.startsWith('kcadm ') ? 'kcadm' : tool;
      const answer = run(program, filled.replace(/^kcadm /, '').split(' '));
      if (keepAs !== undefined)
        ids[keepAs] = pattern === undefined ? answer.stdout.trim().split('\n').pop() : pattern.exec(answer.stdout)?.[1];
      return answer;
    },
  };
}

/** Ids, times and secrets differ each time; lists that Keycloak gives in no order are put into one. */
function normal({ status, stdout, stderr }, url) {
  let out = stdout.trim();
  try {
    out = JSON.stringify(ordered(JSON.parse(out)), null, 1);
  } catch {
    out = out.split('\n').sort().join('\n');
  }
  const text = (value) =>
    value
      .replaceAll(url, '<base>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
      // The tag of the store that keeps it.
      .replace(/"[srm]\.<id>"/g, '"<id>"')
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
      .replace(/("(client_)?secret":\s*")[^"]+/g, '$1<secret>')
      .replace(/\b1[0-9]{9,12}\b/g, '<time>');
  return { status, out: text(out), err: text(stderr.trim()) };
}

function ordered(value) {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    const key = (item) =>
      item !== null && typeof item === 'object' ? String(item.name ?? item.alias ?? item.clientId ?? JSON.stringify(item)) : String(item);
    return items.every((item) => item !== null && typeof item === 'object' && ('level' in item || 'index' in item))
      ? items
      : items.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  if (value === null || typeof value !== 'object') return value;
  const words = (name) => (name === 'scope' && typeof value[name] === 'string' ? value[name].split(' ').sort().join(' ') : value[name]);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, ordered(words(name))]),
  );
}

const [theirUrl, ourUrl] = [env('KEYCLOAK_URL'), env('ANTEROOM_URL')];
const theirs = side('keycloak', theirUrl, env('KEYCLOAK_ADMIN'), env('KEYCLOAK_PASSWORD'));
const ours = side('anteroom', ourUrl, env('ANTEROOM_ADMIN'), env('ANTEROOM_PASSWORD'));
for (const command of CLEAN_UP) for (const server of [theirs, ours]) server.run(command);
let same = 0;
for (const command of COMMANDS) {
  const expected = normal(theirs.run(command), theirUrl);
  const actual = normal(ours.run(command), ourUrl);
  const equal = JSON.stringify(expected) === JSON.stringify(actual);
  if (equal) same += 1;
  console.log(`${equal ? 'same  ' : 'DIFFERS'} ${tool}.sh ${command[0]}`);
  if (!equal) console.log(`  keycloak: ${JSON.stringify(expected)}\n  anteroom: ${JSON.stringify(actual)}`);
}
console.log(`${same} of ${COMMANDS.length} commands with the same exit code and output`);
rmSync(folder, { recursive: true });
process.exitCode = same === COMMANDS.length ? 0 : 1;
