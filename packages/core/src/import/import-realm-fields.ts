import { MASTER_REALM } from '../defaults/management-client.ts';
import { newRealmExport } from '../defaults/new-realm-export.ts';
import type { Realm } from '../directory/realm.ts';
import { FLOW_BINDINGS } from '../directory/realm.ts';
import { AnteroomError } from '../errors.ts';
import { type Representation, without } from '../representation/read.ts';
import { fromRealmRepresentation, REALM_COLLECTIONS } from '../representation/realm.ts';
import type { ImportContext } from './context.ts';

/** Fields that a new realm does not show and that are known all the same. */
const OPTIONAL = [
  'users', 'displayName', 'displayNameHtml', 'passwordPolicy', 'supportedLocales', 'defaultLocale', 'loginTheme', 'accountTheme', 'adminTheme',
  'emailTheme', 'eventsExpiration', 'refreshTokenReuseGrace',
]; // biome-ignore format: a table of names

/** The realm's own fields over those of a new realm. */
export function importRealmFields(context: ImportContext, representation: Representation, name: string): Realm {
  const defaults = newRealmExport(name);
  const base = {
    ...without(defaults, REALM_COLLECTIONS),
    id: context.realmId,
    defaultRoleId: '',
    defaultDefaultClientScopes: [],
    defaultOptionalClientScopes: [],
    defaultGroups: [],
  } as unknown as Realm;
  const realm = fromRealmRepresentation({ enabled: false, ...representation, ...scopeLists(context) }, base);
  for (const binding of FLOW_BINDINGS) {
    // A login through another flow than the document names could be a weaker one.
    if (context.names.flow(realm[binding]) === null)
      throw new AnteroomError('invalid_input', `${binding} is bound to "${realm[binding]}", which is not in the document`);
  }
  const known = new Set([...Object.keys(defaults), ...REALM_COLLECTIONS, ...OPTIONAL, 'id']);
  for (const key of Object.keys(representation)) if (!known.has(key)) context.report.info(key, 'is not known here and is kept as it is');
  reportUnknownAttributes(context, realm, Object.keys((defaults.attributes ?? {}) as object));
  return protect(context, realm);
}

/** Attributes that something here reads, besides those of a new realm. */
const READ_ATTRIBUTES =
  /^(refreshTokenReuseGrace|deletedThingsDays|configurationHistoryDays|acr\.loa\.map|actionTokenGeneratedByUserLifespan\..+)$/;

/** Attributes are free text in Keycloak: whatever an extension reads there has no effect here. */
function reportUnknownAttributes({ report }: ImportContext, realm: Realm, ofNewRealm: readonly string[]): void {
  for (const [name, value] of Object.entries(realm.attributes)) {
    if (value === '' || ofNewRealm.includes(name) || READ_ATTRIBUTES.test(name)) continue;
    report.info(`attributes[${name}]`, 'is not known here and is kept as it is');
  }
}

/** Scope names that exist. */
function scopeLists(context: ImportContext): Representation {
  const { document, names, report } = context;
  const existing = (key: string) =>
    (document[key] as readonly string[]).filter((name) => {
      if (names.scope(name) !== null) return true;
      report.warn(key, `left out: there is no client scope "${name}"`);
      return false;
    });
  return {
    defaultDefaultClientScopes: existing('defaultDefaultClientScopes'),
    defaultOptionalClientScopes: existing('defaultOptionalClientScopes'),
  };
}

/** Realm `master` is protected against guessing however it was made; others are warned about. */
function protect(context: ImportContext, realm: Realm): Realm {
  if (realm.bruteForceProtected) return realm;
  if (realm.realm === MASTER_REALM) return { ...realm, bruteForceProtected: true };
  context.report.warn('bruteForceProtected', 'is off: passwords of this realm can be guessed without a limit');
  return realm;
}
