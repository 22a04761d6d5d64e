import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useText } from '../i18n/text.tsx';
import { realmsQuery } from '../rooms/realms/realms-query.ts';
import { useApi } from '../ui/api-context.ts';
import { paths } from '../ui/paths.ts';

/** Goes to the same room of another realm. */
export function RealmSwitcher({ realm }: { readonly realm: string | null }) {
  const t = useText();
  const router = useRouter();
  const realms = useQuery(realmsQuery(useApi()));
  const names = realms.data?.map((known) => known.realm) ?? [];
  const go = (chosen: string | null) => {
    if (chosen === null || chosen === realm) return;
    const room = /^\/realms\/[^/]+\/([a-z-]+)/.exec(router.state.location.pathname)?.[1];
    const base = router.basepath === '/' ? '' : router.basepath;
    router.history.push(`${base}${paths.realm(chosen)}${room === undefined ? '' : `/${room}`}`);
  };
  return (
    <Select
      aria-label={t('shell.realm')}
      placeholder={t('shell.realmNone')}
      nothingFoundMessage={t('shell.realmNotFound')}
      data={realm !== null && !names.includes(realm) ? [realm, ...names] : names}
      value={realm}
      onChange={go}
      searchable
      limit={100}
      allowDeselect={false}
      w={{ base: 150, xs: 200 }}
      size="sm"
      comboboxProps={{ shadow: 'md' }}
    />
  );
}
