import { Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { ProtocolMapper } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { AttributeRows } from '../../ui/attribute-rows.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { PropertyField } from '../../ui/properties/property-field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type MapperForm, mapperBody, mapperForm } from './mapper-form.ts';
import type { MapperType } from './mapper-types-query.ts';

interface MapperDialogProps {
  readonly owner: string;
  readonly types: readonly MapperType[];
  /** Null: a new one. */
  readonly mapper: ProtocolMapper | null;
  readonly changes: readonly (readonly unknown[])[];
  readonly readOnly: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function MapperDialog({ opened, ...props }: MapperDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={props.mapper === null ? t('mappers.add') : props.mapper.name}>
      <ChooseMapper key={props.mapper?.id} {...props} />
    </Dialog>
  );
}

/** The kind decides what else is asked. */
function ChooseMapper({ types, mapper, ...props }: Omit<MapperDialogProps, 'opened'>) {
  const t = useText();
  const [kind, setKind] = useState<string | null>(mapper?.protocolMapper ?? null);
  const type = types.find(({ id }) => id === kind) ?? (kind === null ? null : { id: kind, name: kind, helpText: '', properties: [] });
  return (
    <>
      <Select
        label={t('mappers.kind')}
        searchable
        allowDeselect={false}
        disabled={mapper !== null}
        data={types.map(({ id, name }) => ({ value: id, label: name }))}
        value={kind}
        onChange={setKind}
        mb="md"
      />
      {type && <MapperFields key={type.id} type={type} mapper={mapper} {...props} />}
    </>
  );
}

type MapperFieldsProps = Omit<MapperDialogProps, 'opened' | 'types'> & { readonly type: MapperType };

function MapperFields({ owner, type, mapper, changes, readOnly, onClose }: MapperFieldsProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const form = useForm<MapperForm>({ defaultValues: mapperForm(type, mapper) });
  const models = `${owner}/protocol-mappers/models`;
  const submit = form.handleSubmit(async (values) => {
    const body = mapperBody(type, mapper, values);
    const save = () => (mapper === null ? api.create(models, body) : api.send('PUT', `${models}/${encodeURIComponent(mapper.id)}`, body));
    try {
      await act<unknown>(save, { done: t('mappers.saved', { mapper: values.name }), changes });
      onClose();
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('common.save')} readOnly={readOnly}>
      {type.helpText !== '' && (
        <Text size="sm" c="dimmed">
          {type.helpText}
        </Text>
      )}
      <TextInput
        label={t('mappers.name')}
        required
        autoComplete="off"
        readOnly={readOnly || mapper !== null}
        error={form.formState.errors.name?.message}
        {...form.register('name', { validate: (value) => value.trim() !== '' || t('common.required') })}
      />
      {type.properties.map((property, index) => (
        <Controller
          key={property.name}
          name={`values.${index}`}
          control={form.control}
          render={({ field: { value, onChange } }) => (
            <PropertyField property={property} value={value} onChange={onChange} readOnly={readOnly} />
          )}
        />
      ))}
      {type.properties.length === 0 && (
        <Controller
          name="rows"
          control={form.control}
          render={({ field: { value, onChange } }) => <AttributeRows rows={value} onChange={onChange} readOnly={readOnly} />}
        />
      )}
    </DialogForm>
  );
}
