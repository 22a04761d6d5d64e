import { NOT_USERINFO } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** Adds one client, or any text, to the audience. */
export const audienceMapper: MapperKind = {
  id: 'oidc-audience-mapper',
  compile(mapper) {
    const audience = mapper.config['included.client.audience'] || mapper.config['included.custom.audience'];
    if (!audience) return null;
    return compiled(mapper, NOT_USERINFO, (_source, sink) => {
      sink.audience.add(audience);
    });
  },
};
