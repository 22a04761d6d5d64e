import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openAcceptedMails } from './accepted-mails.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import { at, type Outbox, openOutbox } from './test-rig/open-outbox.ts';
import { openSmtpSink, type SmtpSink } from './test-rig/smtp-sink.ts';

const NOTHING = { smtpUrl: null, from: null };
let directory: string;
let sink: SmtpSink;
let outbox: Outbox;

beforeEach(async () => {
  directory = join(mkdtempSync(join(tmpdir(), 'anteroom-accepted-')), 'notes');
  sink = await openSmtpSink();
  outbox = await openOutbox(at(sink.port));
});
afterEach(async () => {
  await sink.close();
  await outbox.directory.close();
});

const notes = () => openAcceptedMails({ directory, log: outbox.log });
/** A database that does not take the outcome: it is away, or the process dies meanwhile. */
const settling = (settle: typeof outbox.directory.outbox.settle) => ({
  directory: { ...outbox.directory, outbox: { ...outbox.directory.outbox, settle } },
  accepted: notes(),
});

describe('a mail that its server has taken', () => {
  test('is not sent again when the worker dies before it could record that', async () => {
    await outbox.queue(1);
    let asked = 0;
    const dying = settling(() => {
      asked += 1;
      return new Promise(() => {});
    });
    void outbox.worker(createSmtpTransport(), NOTHING, dying).drainOnce();
    while (asked === 0) await new Promise((resolve) => setImmediate(resolve));
    // A worker that knows nothing of it respects the lease, the next one of this place has the note.
    outbox.clock.advance(131_000);
    expect(await outbox.worker(createSmtpTransport(), NOTHING, { accepted: notes() }).drainOnce()).toBe(0);
    expect(sink.received).toHaveLength(1);
    expect(await outbox.state(1)).toMatchObject({ state: 'sent', attempts: 1, lastError: expect.stringMatching(/^250/) });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is not sent again when the database was away when it was taken', async () => {
    await outbox.queue(1);
    let away = true;
    const { settle } = outbox.directory.outbox;
    const worker = outbox.worker(
      createSmtpTransport(),
      NOTHING,
      settling((...outcome) => (away ? Promise.reject(new Error('no connection')) : settle(...outcome))),
    );
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'sending' });
    outbox.clock.advance(131_000);
    expect(await worker.drainOnce()).toBe(0);
    away = false;
    expect(await worker.drainOnce()).toBe(0);
    expect(sink.received).toHaveLength(1);
    expect(await outbox.state(1)).toMatchObject({ state: 'sent' });
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('notes of accepted mails', () => {
  test('are found by the next process, whatever the realm is called, also one that was cut off', () => {
    const mail = { realmId: '../a realm_of/somebody', messageId: '20000000-0000-4000-8000-000000000001', words: '250 2.0.0 queued' };
    notes().add(mail);
    writeFileSync(join(directory, 'acme_20000000-0000-4000-8000-000000000002'), '');
    writeFileSync(join(directory, 'README'), 'not a note');
    expect(notes().left).toEqual([mail, { realmId: 'acme', messageId: '20000000-0000-4000-8000-000000000002', words: '' }]);
    notes().delete(mail);
    expect(notes().left).toHaveLength(1);
  });

  test('do without a place to write to', () => {
    const log = createMemoryLog();
    writeFileSync(directory, 'a file is in the way');
    const mails = openAcceptedMails({ directory, log });
    mails.add({ realmId: 'acme', messageId: '1', words: '250' });
    mails.delete({ realmId: 'acme', messageId: '1', words: '250' });
    expect(mails.left).toEqual([]);
    expect(log.text()).toContain('mail.not-noted');
    rmSync(directory);
  });
});
