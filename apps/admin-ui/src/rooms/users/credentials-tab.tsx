import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Credential, User } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { type Translate, useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { credentialsQuery, userPath } from './user-query.ts';

interface CredentialsTabProps {
  readonly realm: string;
  readonly user: User;
  readonly readOnly: boolean;
}

export function CredentialsTab({ realm, user, readOnly }: CredentialsTabProps) {
  const t = useText();
  const credentials = useQuery(credentialsQuery(useApi(), realm, user.id));
  const [opened, dialog] = useDisclosure(false);
  const has = credentials.data?.some(({ type }) => type === 'password') ?? false;
  return (
    <Panel title={t('credentials.title')} description={t('credentials.hint')}>
      <Stack>
        <Loaded query={credentials}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={t('credentials.none')}>{t('credentials.noneHint')}</EmptyState>
            ) : (
              <CredentialTable realm={realm} user={user} credentials={all} readOnly={readOnly} />
            )
          }
        </Loaded>
        {!readOnly && (
          <div>
            <Button variant="default" onClick={dialog.open}>
              {has ? t('credentials.reset') : t('credentials.set')}
            </Button>
          </div>
        )}
      </Stack>
      <PasswordDialog realm={realm} user={user} opened={opened} onClose={dialog.close} />
    </Panel>
  );
}

function CredentialTable({ realm, user, credentials, readOnly }: CredentialsTabProps & { readonly credentials: readonly Credential[] }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  const { dateTime } = useFormat();
  const remove = (credential: Credential) =>
    confirm({
      title: t('credentials.deleteTitle', { kind: kindOf(t, credential) }),
      body: t('credentials.deleteBody', { name: user.username }),
      action: t('common.delete'),
      onConfirm: () =>
        act(() => api.send('DELETE', userPath(realm, user.id, `/credentials/${encodeURIComponent(credential.id)}`)), {
          done: t('credentials.deleted'),
          changes: [['users', realm, user.id]],
        }),
    });
  return (
    <DataTable
      label={t('credentials.title')}
      rows={credentials}
      rowKey={(credential) => credential.id}
      columns={[
        { key: 'type', title: t('credentials.kind'), cell: (credential) => kindOf(t, credential) },
        { key: 'label', title: t('credentials.label'), from: 'xs', cell: ({ userLabel }) => userLabel ?? '' },
        {
          key: 'created',
          title: t('credentials.created'),
          cell: ({ createdDate }) => (createdDate === undefined ? '' : dateTime(createdDate)),
        },
        {
          key: 'actions',
          title: t('common.actions'),
          silent: true,
          cell: (credential) =>
            readOnly ? null : (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                onClick={() => remove(credential)}
                aria-label={`${t('common.delete')}: ${kindOf(t, credential)}`}
              >
                {t('common.delete')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function kindOf(t: Translate, { type }: Credential): string {
  if (type === 'password') return t('credentials.password');
  if (type === 'otp') return t('credentials.otp');
  if (type === 'recovery-authn-codes') return t('credentials.recovery');
  return type.startsWith('webauthn') ? t('credentials.passkey') : type;
}
