import { EVERYWHERE } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';
import { attributeValues } from './user-attribute.ts';

/** Member of the address claim (OpenID Connect Core §5.1.1) → the part's name in the configuration, which is also its default attribute. */
const PARTS = {
  formatted: 'formatted',
  street_address: 'street',
  locality: 'locality',
  region: 'region',
  postal_code: 'postal_code',
  country: 'country',
} as const;

export const addressMapper: MapperKind = {
  id: 'oidc-address-mapper',
  compile: (mapper) =>
    compiled(mapper, EVERYWHERE, ({ realm, user }, { claims }) => {
      const address: Record<string, string> = {};
      for (const [member, part] of Object.entries(PARTS)) {
        const [value] = attributeValues(realm, user, mapper.config[`user.attribute.${part}`] ?? part, false);
        if (value !== undefined) address[member] = value;
      }
      if (Object.keys(address).length > 0) claims.address = address;
    }),
};
