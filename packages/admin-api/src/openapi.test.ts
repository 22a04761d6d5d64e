import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { pathTemplate } from './http/route.ts';
import { openRig, type Rig } from './test-rig/open-rig.ts';

/** Answers are held against the document by `asUser`, in every test of this package. */
describe('the OpenAPI document', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());

  it('is valid OpenAPI 3.1', async () => {
    const document = await (await fetch(`${rig.base}/admin/openapi.json`)).json();
    const validator = new Validator();
    expect(await validator.validate(document as Parameters<typeof validator.validate>[0])).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has every call of the router, with what it answers and needs, and no other', async () => {
    const { paths } = rig.api.openApi() as {
      paths: Record<string, Record<string, { responses: object; summary: string; description: string }>>;
    };
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = rig.api.routes.map((route) => `${route.method} ${pathTemplate(route)}`);
    expect(documented.sort()).toEqual([...served, 'GET /admin/openapi', 'GET /admin/openapi.json'].sort());
    for (const operations of Object.values(paths)) {
      for (const operation of Object.values(operations))
        expect([operation.summary, operation.description, Object.keys(operation.responses).length]).toEqual([
          expect.stringMatching(/^[A-Z].+[^.]$/),
          expect.stringMatching(/^(Needs|For everybody)/),
          expect.any(Number),
        ]);
    }
  });

  it('can be read as a page without a script', async () => {
    const answer = await fetch(`${rig.base}/admin/openapi`);
    const page = await answer.text();
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page).toContain('/admin/realms/{realm}/users');
    expect(page).not.toContain('<script');
  });
});
