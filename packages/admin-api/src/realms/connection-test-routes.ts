import { MASK, readText } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body } from '../schemas/representations.ts';

/** One real message to the administrator who asks, by settings that need not be saved yet. */
export function connectionTestRoutes({ mailTest }: Parts): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/testSMTPConnection',
      summary: 'Try mail settings with a message to the caller',
      permission: may.manageRealm,
      answers: does,
      request: body.texts,
      async handler({ realm, admin, body: given }) {
        const to = admin.user.email;
        if (to === null || to === '') throw refused(400, 'Failed to send email, current user has no e-mail address');
        const settings = Object.fromEntries(
          Object.keys(given).flatMap((key) => {
            const value = readText(given, key);
            return value === undefined ? [] : [[key, value]];
          }),
        );
        // The form sends back what it was shown.
        if (settings.password === MASK) settings.password = realm.realm.smtpServer.password ?? '';
        const words = await mailTest.send({ realm: realm.realm, settings, to });
        if (words !== null) throw refused(400, 'Failed to send email', { error: words });
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/credential-registrators',
      summary: 'Kinds of credentials that users can set up',
      permission: may.viewRealm,
      answers: gives(answered.names),
      handler: async () => ok(['CONFIGURE_TOTP', 'webauthn-register', 'webauthn-register-passwordless', 'CONFIGURE_RECOVERY_AUTHN_CODES']),
    }),
  ];
}
