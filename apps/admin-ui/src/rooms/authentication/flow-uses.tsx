import { Anchor, Stack, Text } from '@mantine/core';
import { useText } from '../../i18n/text.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { BINDING_TEXT } from './step-phrases.ts';
import { CLIENT_BINDINGS, type FlowUse } from './uses-of.ts';

/** What a flow is used for, in words; a client's name leads to it. */
export function FlowUses({ realm, uses }: { readonly realm: string; readonly uses: readonly FlowUse[] }) {
  const t = useText();
  if (uses.length === 0) {
    return (
      <Text size="sm" c="dimmed" component="span">
        {t('flows.unused')}
      </Text>
    );
  }
  return (
    <Stack gap={2} align="flex-start">
      {uses.map((use) =>
        use.kind === 'realm' ? (
          <span key={use.binding}>{t('flows.useOfRealm', { use: t(BINDING_TEXT[use.binding]) })}</span>
        ) : (
          <Anchor
            key={`${use.client.id} ${use.binding}`}
            component={RouterLink}
            to={paths.client(realm, use.client.id, 'flows')}
            className="anywhere"
          >
            {t('flows.useOfClient', { use: t(BINDING_TEXT[CLIENT_BINDINGS[use.binding]]), client: use.client.clientId })}
          </Anchor>
        ),
      )}
    </Stack>
  );
}
