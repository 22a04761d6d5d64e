import { describe } from '@jest/globals';
import type { OpenDirectoryPair } from '../open-pair.ts';
import { commitCases } from './commit-cases.ts';
import { configurationCases } from './configuration-cases.ts';
import { eventsCases } from './events-cases.ts';
import { importCases } from './import-cases.ts';
import { linksCases } from './links-cases.ts';
import { safeCases } from './safe-cases.ts';
import { usersCases } from './users-cases.ts';
import { webhookCases } from './webhook-cases.ts';

/** What the directory port promises, on one database. */
export function directoryContract({ name, open }: { readonly name: string; readonly open: OpenDirectoryPair }): void {
  describe(`directory on ${name}`, () => {
    // Each with its own handles.
    describe('writes', () => commitCases(open));
    describe('documents', () => configurationCases(open));
    describe('people', () => usersCases(open));
    describe('mail', () => linksCases(open));
    describe('log', () => eventsCases(open));
    describe('import', () => importCases(open));
    describe('safety', () => safeCases(open));
    describe('destinations', () => webhookCases(open));
  });
}
