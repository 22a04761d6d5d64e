import { useText } from '../i18n/text.tsx';
import { Page } from '../ui/page.tsx';
import { ErrorState } from '../ui/states.tsx';

/** A fault of ours in one room: the others still work. */
export function RoomFailed({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const t = useText();
  return (
    <Page title={t('error.title')}>
      <ErrorState error={error} retry={reset} />
    </Page>
  );
}
