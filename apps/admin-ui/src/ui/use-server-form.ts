import { type DefaultValues, type FieldValues, type UseFormReturn, useForm } from 'react-hook-form';

/**
 * A form of what the server holds. News from the server come in while nothing is typed and never write over what was. After saving call
 * `reset` with what was saved: from then on the server's word counts again.
 */
export function useServerForm<V extends FieldValues>(values: V): UseFormReturn<V> {
  return useForm<V>({ values, defaultValues: values as DefaultValues<V>, resetOptions: { keepDirtyValues: true } });
}
