import type { ProtocolMapper } from '../../api/access-types.ts';
import type { AttributeRow } from '../../ui/attributes.ts';
import { type ConfigValue, toConfig, toValue } from '../../ui/properties/property-values.ts';
import type { MapperType } from './mapper-types-query.ts';

export interface MapperForm {
  readonly name: string;
  /** In the order of the properties of its kind. */
  readonly values: ConfigValue[];
  /** Settings of a kind that is not described, by their names. */
  readonly rows: AttributeRow[];
}

export function mapperForm({ properties }: MapperType, mapper: ProtocolMapper | null): MapperForm {
  const config = mapper?.config ?? {};
  return {
    name: mapper?.name ?? '',
    values: properties.map((property) => toValue(property, config[property.name])),
    rows: Object.entries(config).map(([name, value]) => ({ name, value })),
  };
}

/** The whole mapper; settings that its kind does not describe stay as they are. */
export function mapperBody({ id, properties }: MapperType, mapper: ProtocolMapper | null, { name, values, rows }: MapperForm) {
  const described = new Set(properties.map((property) => property.name));
  const others = Object.entries(mapper?.config ?? {}).filter(([key]) => !described.has(key));
  const byName = rows.map((row) => [row.name.trim(), row.value]).filter(([key]) => key !== '');
  return {
    ...(mapper ?? { protocol: 'openid-connect', protocolMapper: id }),
    name: name.trim(),
    config: properties.length === 0 ? Object.fromEntries(byName) : { ...Object.fromEntries(others), ...toConfig(properties, values) },
  };
}
