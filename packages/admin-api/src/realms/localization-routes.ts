import type { Realm, RealmSnapshot } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body } from '../schemas/representations.ts';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A realm's own texts by locale. */
export function localizationRoutes(parts: Parts): readonly Route[] {
  const textsOf = (realm: RealmSnapshot): Texts => realm.realm.localizationTexts ?? {};
  const write = async (call: Call<unknown>, localizationTexts: Texts, operation: 'UPDATE' | 'DELETE') => {
    const realm: Realm = { ...call.realm.realm, localizationTexts };
    await parts.writes.commit(call, [{ kind: 'put-realm', realm }], {
      operation,
      resource: 'REALM',
      path: `localization/${call.params.locale}`,
    });
    return noContent();
  };
  return [
    route({
      method: 'GET',
      path: '/localization',
      summary: 'Locales that have texts',
      permission: may.viewRealm,
      answers: gives(answered.names),
      handler: async ({ realm }) => ok(Object.keys(textsOf(realm)).sort()),
    }),
    route({
      method: 'GET',
      path: '/localization/:locale',
      summary: 'Texts of a locale',
      permission: may.viewRealm,
      answers: gives(answered.texts),
      handler: async ({ realm, params }) => ok(textsOf(realm)[params.locale ?? ''] ?? {}),
    }),
    route({
      method: 'POST',
      path: '/localization/:locale',
      summary: 'Add texts to a locale',
      permission: may.manageRealm,
      answers: does,
      request: body.anyObject,
      async handler(call) {
        const locale = call.params.locale ?? '';
        const given = Object.fromEntries(Object.entries(call.body).map(([key, value]) => [key, String(value)]));
        return write(call, { ...textsOf(call.realm), [locale]: { ...textsOf(call.realm)[locale], ...given } }, 'UPDATE');
      },
    }),
    route({
      method: 'DELETE',
      path: '/localization/:locale',
      summary: 'Delete the texts of a locale',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const { [call.params.locale ?? '']: gone, ...rest } = textsOf(call.realm);
        if (gone === undefined) throw notFound(`No localization texts for locale ${call.params.locale} found.`);
        return write(call, rest, 'DELETE');
      },
    }),
    route({
      method: 'GET',
      path: '/localization/:locale/:key',
      summary: 'A text of a locale',
      permission: may.viewRealm,
      answers: gives(answered.text),
      async handler({ realm, params }) {
        const text = textsOf(realm)[params.locale ?? '']?.[params.key ?? ''];
        if (text === undefined) throw notFound('Localization text not found');
        return ok(text);
      },
    }),
    route({
      method: 'PUT',
      path: '/localization/:locale/:key',
      summary: 'Write a text of a locale',
      permission: may.manageRealm,
      answers: does,
      consumes: 'text',
      async handler(call) {
        const [locale, key] = [call.params.locale ?? '', call.params.key ?? ''];
        const texts = textsOf(call.realm);
        return write(call, { ...texts, [locale]: { ...texts[locale], [key]: String(call.body ?? '') } }, 'UPDATE');
      },
    }),
    route({
      method: 'DELETE',
      path: '/localization/:locale/:key',
      summary: 'Delete a text of a locale',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const [locale, key] = [call.params.locale ?? '', call.params.key ?? ''];
        const { [key]: gone, ...rest } = textsOf(call.realm)[locale] ?? {};
        if (gone === undefined) throw notFound('Localization text not found');
        return write(call, { ...textsOf(call.realm), [locale]: rest }, 'DELETE');
      },
    }),
  ];
}
