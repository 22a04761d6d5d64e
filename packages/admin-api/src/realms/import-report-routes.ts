import { readObjects, readText } from '@anteroom/core';
import { z } from 'zod';
import { ok } from '../http/answer.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { body } from '../schemas/representations.ts';

const reportRepresentation = z.object({
  realm: z.string(),
  exists: z.boolean().describe('A realm of that name is there'),
  users: z.number(),
  report: z.array(
    z.object({
      level: z.enum(['info', 'warning']).describe('info: kept, but without effect here; warning: works otherwise than before'),
      path: z.string(),
      message: z.string(),
    }),
  ),
});

/** What `POST /admin/realms` would do with a document, without doing it. */
export function importReportRoutes({ importer, directory }: Parts): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/anteroom/import-report',
      scope: 'server',
      permission: may.createRealm,
      summary: 'A line for each thing of a realm document that would stay without effect or work otherwise; nothing is written',
      request: body.realm,
      response: reportRepresentation,
      large: true,
      async handler({ body: document }) {
        const name = readText(document, 'realm') ?? readText(document, 'id') ?? '';
        const { report } = await importer.plan({ ...document, realm: name });
        const exists = (await directory.realms.findByName(name)) !== null;
        return ok({ realm: name, exists, users: readObjects(document, 'users')?.length ?? 0, report });
      },
    }),
  ];
}
