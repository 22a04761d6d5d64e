import { Notification } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useText } from '../i18n/text.tsx';

interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

interface Toasts {
  readonly done: (text: string) => void;
  readonly failed: (text: string) => void;
}

const ToastsContext = createContext<Toasts | null>(null);
const SHOWN_FOR = 6_000;

/** Short words on what was done, read out by screen readers. A failure stays until it is closed. */
export function ToastsProvider({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const close = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const open = useCallback(
    (kind: Toast['kind'], text: string) => {
      setToasts((shown) => {
        const id = (shown.at(-1)?.id ?? 0) + 1;
        if (kind === 'done') setTimeout(() => close(id), SHOWN_FOR);
        return [...shown.slice(-3), { id, kind, text }];
      });
    },
    [close],
  );
  const value = useMemo(() => ({ done: (text: string) => open('done', text), failed: (text: string) => open('failed', text) }), [open]);
  return (
    <ToastsContext value={value}>
      {children}
      <section className="toasts" aria-label={t('common.notifications')} aria-live="polite" aria-relevant="additions">
        {toasts.map(({ id, kind, text }) => (
          <Notification
            key={id}
            role={kind === 'failed' ? 'alert' : undefined}
            color={kind === 'failed' ? 'red' : 'door'}
            icon={kind === 'failed' ? <IconAlertTriangle size={18} aria-hidden /> : <IconCheck size={18} aria-hidden />}
            withBorder
            closeButtonProps={{ 'aria-label': t('common.close') }}
            onClose={() => close(id)}
          >
            {text}
          </Notification>
        ))}
      </section>
    </ToastsContext>
  );
}

export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (toasts === null) throw new Error('outside of the ToastsProvider');
  return toasts;
}
