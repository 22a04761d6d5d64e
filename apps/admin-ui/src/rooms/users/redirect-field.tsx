import { Autocomplete } from '@mantine/core';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import type { LinkForm } from './link-form.ts';

/** Where the last page leads back to: one of the client's addresses, those without a wildcard offered. */
export function RedirectField({ form, client }: { readonly form: UseFormReturn<LinkForm>; readonly client: Client }) {
  const t = useText();
  const offered = [client.baseUrl ?? '', ...client.redirectUris].filter((uri) => /^https?:/.test(uri) && !uri.includes('*'));
  return (
    <Controller
      name="redirectUri"
      control={form.control}
      render={({ field }) => (
        <Autocomplete {...field} label={t('link.redirect')} description={t('link.redirectHint')} data={[...new Set(offered)]} />
      )}
    />
  );
}
