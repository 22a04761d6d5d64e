// One racer of a race: an operating-system process of its own. Reads `{ at, url, form, headers }` lines, sends the request (a GET without a
// form) at the moment `at` (epoch milliseconds, the same for all racers) and writes `{ status, body, location }`.
import { createInterface } from 'node:readline';

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { at, url, form, headers } = JSON.parse(line);
  const sent = form === null ? {} : { method: 'POST', body: new URLSearchParams(form) };
  // Sleeping ends a little early, spinning the rest: the racers start within a millisecond of each other.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now() - 3)));
  while (Date.now() < at);
  try {
    const response = await fetch(url, { ...sent, headers, redirect: 'manual' });
    const location = response.headers.get('location');
    process.stdout.write(`${JSON.stringify({ status: response.status, body: await response.text(), location })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ status: 0, body: String(error), location: null })}\n`);
  }
}
