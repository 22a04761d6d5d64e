import { Alert, Stack, Text } from '@mantine/core';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { Copyable } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export interface IssuedLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** A link that was made to be handed over: it is shown once. */
export function CopyLinkDialog({ link, onClose }: { readonly link: IssuedLink | null; readonly onClose: () => void }) {
  const t = useText();
  const { dateTime } = useFormat();
  return (
    <Dialog opened={link !== null} onClose={onClose} title={t('links.copyTitle')}>
      {link && (
        <Stack>
          <Alert color="amber">{t('links.copyHint')}</Alert>
          <Copyable value={link.url} label={t('links.one')} />
          <Text size="sm" c="dimmed">
            {t('links.goodUntil', { when: dateTime(link.expiresAt) })}
          </Text>
        </Stack>
      )}
    </Dialog>
  );
}
