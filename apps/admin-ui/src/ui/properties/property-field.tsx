import { MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { ConfigProperty } from '../../api/property-types.ts';
import { useText } from '../../i18n/text.tsx';
import { TextList } from '../text-list.tsx';
import { type ConfigValue, fieldOf } from './property-values.ts';

interface PropertyFieldProps {
  readonly property: ConfigProperty;
  readonly value: ConfigValue;
  readonly onChange: (value: ConfigValue) => void;
  readonly readOnly?: boolean;
}

/** One setting of a provider, in the provider's words. */
export function PropertyField({ property, value, onChange, readOnly = false }: PropertyFieldProps) {
  const t = useText();
  const words = { label: property.label, description: property.helpText, disabled: readOnly };
  const options = [...(property.options ?? [])];
  switch (fieldOf(property)) {
    case 'switch':
      return <Switch {...words} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice':
      return <Select {...words} data={options} value={String(value) || null} onChange={(next) => onChange(next ?? '')} />;
    case 'choices':
      return (
        <MultiSelect
          {...words}
          data={options}
          value={[...(value as readonly string[])]}
          onChange={onChange}
          clearButtonProps={{ 'aria-label': t('common.remove') }}
        />
      );
    case 'list':
      return <TextList {...words} value={value as readonly string[]} onChange={onChange} />;
    case 'long':
      return <Textarea {...words} autosize minRows={2} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'text':
      return <TextInput {...words} autoComplete="off" value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
