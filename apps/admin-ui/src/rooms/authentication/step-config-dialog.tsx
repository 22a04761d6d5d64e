import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { ConfigDescription, Step, StepConfig } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { PropertyField } from '../../ui/properties/property-field.tsx';
import { toConfig, toValue } from '../../ui/properties/property-values.ts';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type ConfigForm, configPath, configQuery } from './config-query.ts';
import { stepPath } from './flow-query.ts';

interface StepConfigDialogProps {
  readonly realm: string;
  readonly step: Step;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The settings of a step, as its provider describes them. */
export function StepConfigDialog({ opened, ...props }: StepConfigDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('flow.configureTitle', { step: props.step.displayName })}>
      <LoadedConfig {...props} />
    </Dialog>
  );
}

function LoadedConfig(props: Omit<StepConfigDialogProps, 'opened'>) {
  const t = useText();
  const query = useQuery(configQuery(useApi(), props.realm, props.step));
  return (
    <Loaded query={query}>
      {({ description, config }) =>
        description.properties.length === 0 ? (
          <EmptyState title={t('flow.configNone')} />
        ) : (
          <StepConfigForm key={config?.id} {...props} description={description} config={config} />
        )
      }
    </Loaded>
  );
}

interface StepConfigFormProps extends Omit<StepConfigDialogProps, 'opened'> {
  readonly description: ConfigDescription;
  readonly config: StepConfig | null;
}

function StepConfigForm({ realm, step, onClose, description, config }: StepConfigFormProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const form = useForm<ConfigForm>({
    defaultValues: {
      alias: config?.alias ?? step.displayName,
      values: description.properties.map((property) => toValue(property, config?.config[property.name])),
    },
  });
  const said = (key: 'flow.configSaved' | 'flow.configRemoved') => ({
    done: t(key, { step: step.displayName }),
    changes: [['flows', realm]],
  });
  const submit = form.handleSubmit(async ({ alias, values }) => {
    const body = { alias: alias.trim(), config: toConfig(description.properties, values) };
    const save = () =>
      config === null
        ? api.send('POST', stepPath(realm, step.id, '/config'), body)
        : api.send('PUT', configPath(realm, config.id), { id: config.id, ...body });
    try {
      await act(save, said('flow.configSaved'));
      onClose();
    } catch (error) {
      showRefusal(form, error, t, ['alias']);
    }
  });
  const remove = async () => {
    try {
      await act(() => api.send('DELETE', configPath(realm, config!.id)), said('flow.configRemoved'));
      onClose();
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  };
  const removal = config !== null && (
    <Button variant="subtle" color="red" onClick={remove}>
      {t('flow.configRemove')}
    </Button>
  );
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('common.save')} aside={removal}>
      <TextInput
        label={t('flow.configAlias')}
        required
        autoComplete="off"
        error={form.formState.errors.alias?.message}
        {...form.register('alias', { validate: (value) => value.trim() !== '' || t('common.required') })}
      />
      {description.properties.map((property, index) => (
        <Controller
          key={property.name}
          name={`values.${index}`}
          control={form.control}
          render={({ field: { value, onChange } }) => <PropertyField property={property} value={value} onChange={onChange} />}
        />
      ))}
    </DialogForm>
  );
}
