import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../i18n/text.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onSearch: (value: string) => void;
}

const PAUSE = 300;

/** Searches when the typing pauses, or at once with Enter. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState(value);
  const later = useDebouncedCallback(onSearch, PAUSE);
  const clear = () => {
    setTyped('');
    later.cancel();
    onSearch('');
  };
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          later.cancel();
          onSearch(typed.trim());
        }}
      >
        <TextInput
          type="search"
          size="sm"
          w={{ base: '100%', xs: 300 }}
          aria-label={label}
          placeholder={placeholder ?? label}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={t('common.clear')} onClick={clear} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            later(event.currentTarget.value.trim());
          }}
        />
      </form>
    </search>
  );
}
