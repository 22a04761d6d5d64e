import type { PageContext } from '@anteroom/core';
import { RichText } from './rich-text.tsx';

export function RealmName({ realm }: { readonly realm: PageContext['realm'] }) {
  if (realm.displayNameHtml !== null && realm.displayNameHtml.trim() !== '') return <RichText markup={realm.displayNameHtml} />;
  return <>{realm.displayName || realm.name}</>;
}
