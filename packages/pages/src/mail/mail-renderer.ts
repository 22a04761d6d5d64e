import { AnteroomError, type MailRenderer, type Realm } from '@anteroom/core';
import { actionName } from '../components/action-names.tsx';
import { CATALOGUES, type Catalogues } from '../messages/catalogue.ts';
import { moment } from '../text/moment.ts';
import { createTranslators, type Translator } from '../text/translator.ts';
import { formatLinkExpiration } from './link-expiration.ts';
import { linkBlocks, type MailBlock, oneLine } from './mail-content.ts';
import { mailHtml } from './mail-html.tsx';
import { mailText } from './mail-text.ts';

type MailInput = Parameters<MailRenderer['render']>[0];
type Written = { readonly subject: string; readonly blocks: readonly MailBlock[] };

/** As Keycloak names a realm in mail: its display name, else its name with a capital. */
function realmNameOf(realm: Realm): string {
  return realm.displayName || realm.realm.charAt(0).toUpperCase() + realm.realm.slice(1);
}

function linkOf({ template, link }: MailInput): string {
  if (link === null) throw new AnteroomError('invalid_input', `mail template ${template} needs a link`);
  return link;
}

/**
 * Keycloak's templates and texts. People's names are not among the arguments: what strangers chose as a name has no place in a mail
 * that carries the realm's authority.
 */
function write(input: MailInput, realmName: string, t: Translator): Written {
  const minutes = input.linkExpiresInMinutes ?? 0;
  const expiry = formatLinkExpiration(minutes, t);
  switch (input.template) {
    case 'execute-actions': {
      const actions = input.actions.map((action) => actionName(action, t)).join(', ');
      const args = [minutes, realmName, actions, expiry];
      return { subject: t.text('executeActionsSubject'), blocks: linkBlocks({ name: 'executeActions', link: linkOf(input), args, t }) };
    }
    case 'password-reset': {
      const args = [minutes, realmName, expiry];
      return { subject: t.text('passwordResetSubject'), blocks: linkBlocks({ name: 'passwordReset', link: linkOf(input), args, t }) };
    }
    case 'email-verification': {
      const args = [minutes, realmName, expiry];
      return {
        subject: t.text('emailVerificationSubject'),
        blocks: linkBlocks({ name: 'emailVerification', link: linkOf(input), args, t }),
      };
    }
    case 'email-update-confirmation': {
      const address = input.parameters.newEmail ?? input.user?.email ?? '';
      const blocks = linkBlocks({ name: 'emailUpdateConfirmation', link: linkOf(input), args: [address, realmName, expiry], t });
      return { subject: t.text('emailUpdateConfirmationSubject'), blocks };
    }
    case 'email-changed': {
      const blocks = linkBlocks({
        name: 'emailChanged',
        link: linkOf(input),
        args: [input.parameters.newEmail ?? '', realmName, expiry],
        t,
      });
      return { subject: t.text('emailChangedSubject'), blocks };
    }
    case 'email-changed-by-admin': {
      const body = t.text('emailChangedByAdminBody', realmName, moment(input.parameters.at ?? '', input.locale));
      return { subject: t.text('emailChangedByAdminSubject'), blocks: [{ kind: 'paragraph', parts: [body] }] };
    }
    case 'invitation': {
      const blocks = linkBlocks({ name: 'invitation', link: linkOf(input), args: [minutes, realmName, expiry], t });
      return { subject: t.text('invitationSubject', realmName), blocks };
    }
    case 'new-device': {
      const { at = '', from = '', device = '' } = input.parameters;
      const args = [moment(at, input.locale), realmName, expiry, from, device];
      return { subject: t.text('newDeviceSubject'), blocks: linkBlocks({ name: 'newDevice', link: linkOf(input), args, t }) };
    }
    case 'email-code': {
      const { code = '', minutes: valid = '5' } = input.parameters;
      const paragraphs = [t.text('emailCodeBody', realmName), code, t.text('emailCodeHint', Number(valid))];
      return { subject: t.text('emailCodeSubject', realmName), blocks: paragraphs.map((text) => ({ kind: 'paragraph', parts: [text] })) };
    }
    case 'authentication-request': {
      const args = [input.parameters.clientName ?? '', realmName];
      const link = input.parameters.url ?? '';
      return { subject: t.text('authenticationRequestSubject'), blocks: linkBlocks({ name: 'authenticationRequest', link, args, t }) };
    }
    case 'event-update-credential':
    case 'event-remove-credential': {
      const { at = '', from = '', credential = '' } = input.parameters;
      const name = input.template === 'event-update-credential' ? 'eventUpdateCredential' : 'eventRemoveCredential';
      const body = t.text(`${name}Body`, credential, moment(at, input.locale), from);
      return { subject: t.text(`${name}Subject`), blocks: [{ kind: 'paragraph', parts: [body] }] };
    }
    case 'email-test':
      return { subject: t.text('emailTestSubject'), blocks: [{ kind: 'paragraph', parts: [t.text('emailTestBody')] }] };
    default:
      throw new AnteroomError('invalid_input', `unknown mail template ${input.template}`);
  }
}

/** `catalogues` replaces the languages that are shipped (English must be among them). */
export function createMailRenderer({ catalogues = CATALOGUES }: { readonly catalogues?: Catalogues } = {}): MailRenderer {
  const translators = createTranslators(catalogues);
  return {
    render(input) {
      const t = translators.for(input.locale, input.realm.localizationTexts ?? {});
      const realmName = oneLine(realmNameOf(input.realm));
      const written = write(input, realmName, t);
      const content = { ...written, subject: oneLine(written.subject), realmName };
      return { subject: content.subject, text: mailText(content), html: mailHtml(content, input.locale) };
    },
  };
}
