import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../i18n/text.tsx';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SearchSelectProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly queryKey: readonly unknown[];
  /** Some matches for what was typed, the first ones when nothing was. */
  readonly load: (search: string) => Promise<readonly Option[]>;
  readonly value: string | null;
  readonly onChange: (value: string | null, option: Option | null) => void;
}

const PAUSE = 250;

/** Chooses one of so many that the server has to look for them. */
export function SearchSelect({ queryKey, load, value, onChange, ...rest }: SearchSelectProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Option | null>(null);
  // The field shows the name of what is chosen: that is nothing to look for.
  const [search] = useDebouncedValue(typed === chosen?.label ? '' : typed, PAUSE);
  const found = useQuery({ queryKey: [...queryKey, search], queryFn: () => load(search), placeholderData: keepPreviousData });
  const options = found.data ?? [];
  const data = chosen === null || options.some((option) => option.value === chosen.value) ? options : [chosen, ...options];
  return (
    <Select
      {...rest}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      filter={({ options: all }) => all}
      data={[...data]}
      value={value}
      onChange={(next) => {
        const option = data.find((candidate) => candidate.value === next) ?? null;
        setChosen(option);
        onChange(next, option);
      }}
      onSearchChange={setTyped}
      nothingFoundMessage={t('common.nothingFound')}
    />
  );
}
