import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

interface DialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** Absent when the dialog has to be answered. */
  readonly onClose?: () => void;
  readonly size?: 'md' | 'xl';
  readonly children: ReactNode;
}

/** A dialog over the page. Its heading is no banner of the page: there is one of those already. */
export function Dialog({ opened, title, onClose, size = 'md', children }: DialogProps) {
  const t = useText();
  return (
    <Modal.Root opened={opened} onClose={onClose ?? (() => {})} size={size}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="none">
          <Modal.Title fw={600}>{title}</Modal.Title>
          {onClose && <Modal.CloseButton aria-label={t('common.close')} />}
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
