/** A realm as Keycloak exports it. */
export type RealmDocument = { readonly realm: string } & Readonly<Record<string, unknown>>;

/** Null when the text is no JSON object with a name. */
export function readRealmFile(text: string): RealmDocument | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return null;
    const document = read as Record<string, unknown>;
    const name = document.realm ?? document.id;
    return typeof name === 'string' && name !== '' ? { ...document, realm: name } : null;
  } catch {
    return null;
  }
}
