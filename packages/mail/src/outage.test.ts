import { afterEach, describe, expect, test } from '@jest/globals';
import { createSmtpTransport } from './smtp-transport.ts';
import { at, openOutbox } from './test-rig/open-outbox.ts';
import { openSmtpSink } from './test-rig/smtp-sink.ts';

/** A few in every run, `ANTEROOM_TEST_LINKS` of them when somebody wants the full figure. */
const MESSAGES = Number(process.env.ANTEROOM_TEST_LINKS ?? 30);
const MINUTE = 60_000;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('a mail server that is away for an hour', () => {
  test('gets everything afterwards, once, but for what would come too late', async () => {
    const first = await openSmtpSink();
    await first.close();
    const outbox = await openOutbox(at(first.port));
    closing.push(outbox.directory.close);
    for (let number = 1; number <= MESSAGES; number += 1)
      await outbox.queue(number, { livesMs: number % 3 === 0 ? 30 * MINUTE : 12 * 60 * MINUTE });
    const worker = outbox.worker(createSmtpTransport({ silence: 300, deadline: 2_000 }));
    for (let minute = 0; minute < 60; minute += 1) {
      await worker.drainOnce();
      outbox.clock.advance(MINUTE);
    }
    const states = async () => {
      const found: Record<string, number> = {};
      for (let number = 1; number <= MESSAGES; number += 1) {
        const { state, lastError } = await outbox.state(number);
        found[state] = (found[state] ?? 0) + 1;
        if (state !== 'sent') expect(lastError).toMatch(/ECONNREFUSED|does not answer|waiting/);
      }
      return found;
    };
    const late = Math.floor(MESSAGES / 3);
    expect(await states()).toEqual({ retrying: MESSAGES - late, expired: late });

    const back = await openSmtpSink({}, first.port);
    closing.push(back.close);
    for (let minute = 0; minute < 60; minute += 1) {
      await worker.drainOnce();
      outbox.clock.advance(MINUTE);
    }
    expect(await states()).toEqual({ sent: MESSAGES - late, expired: late });
    expect(new Set(back.received.map(({ email }) => email.messageId)).size).toBe(MESSAGES - late);
    expect(back.received).toHaveLength(MESSAGES - late);
  }, 300_000);
});

test('a server whose certificate nobody vouches for gets neither mail nor password', async () => {
  const sink = await openSmtpSink({ secure: true });
  const outbox = await openOutbox({ ...at(sink.port), ssl: 'true', auth: 'true', user: 'mailer', password: 'hush' });
  closing.push(sink.close, outbox.directory.close);
  await outbox.queue(1);
  await outbox.worker(createSmtpTransport()).drainOnce();
  expect(sink.received).toEqual([]);
  expect(await outbox.state(1)).toMatchObject({ state: 'retrying', lastError: expect.stringMatching(/certificate/i) });
});
