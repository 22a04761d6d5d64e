import { Button, Text } from '@mantine/core';
import { useText } from '../i18n/text.tsx';
import { Page } from '../ui/page.tsx';
import { paths } from '../ui/paths.ts';
import { RouterLink } from '../ui/router-link.tsx';

export function NotFound() {
  const t = useText();
  return (
    <Page title={t('error.pageTitle')}>
      <Text>{t('error.page')}</Text>
      <div>
        <Button component={RouterLink} to={paths.realms}>
          {t('error.toStart')}
        </Button>
      </div>
    </Page>
  );
}
