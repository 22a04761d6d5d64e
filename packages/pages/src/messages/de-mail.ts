import type { enMail } from './en-mail.ts';

/** German mail texts. */
export const deMail: Readonly<Record<keyof typeof enMail, string>> = {
  emailVerificationSubject: 'E-Mail-Adresse bestätigen',
  emailVerificationBody:
    'Jemand hat mit dieser E-Mail-Adresse ein Konto bei {2} angelegt. Wenn Sie das waren, bestätigen Sie die Adresse über den folgenden Link.\n\n{0}\n\nDieser Link ist {3} gültig.\n\nWenn Sie kein Konto angelegt haben, ignorieren Sie diese Nachricht einfach.',
  emailVerificationLinkLabel: 'E-Mail-Adresse bestätigen',
  emailUpdateConfirmationSubject: 'Neue E-Mail-Adresse bestätigen',
  emailUpdateConfirmationBody:
    'Um {1} als E-Mail-Adresse Ihres Kontos bei {2} einzutragen, öffnen Sie den folgenden Link.\n\n{0}\n\nDieser Link ist {3} gültig.\n\nWenn Sie diese Änderung nicht möchten, ignorieren Sie diese Nachricht einfach.',
  emailUpdateConfirmationLinkLabel: 'Neue Adresse bestätigen',
  emailChangedSubject: 'Ihre E-Mail-Adresse wurde geändert',
  emailChangedBody:
    'Die E-Mail-Adresse Ihres Kontos bei {2} wurde auf {1} geändert. Wenn Sie das waren, ist nichts zu tun.\n\nWenn nicht, machen Sie die Änderung über den folgenden Link rückgängig. Alle, die in Ihrem Konto angemeldet sind, werden abgemeldet.\n\n{0}\n\nDieser Link ist {3} gültig.',
  emailChangedLinkLabel: 'Änderung rückgängig machen',
  emailChangedByAdminSubject: 'Die E-Mail-Adresse Ihres Kontos wurde geändert',
  emailChangedByAdminBody:
    'Die Administration hat Ihrem Konto bei {0} am {1} eine andere E-Mail-Adresse gegeben. Nachrichten zu diesem Konto kommen nicht mehr an diese Adresse. Wenn Sie das nicht erwartet haben, wenden Sie sich an die Administration.',
  invitationSubject: 'Ihr Konto bei {0}',
  invitationBody:
    'Für Sie wurde ein Konto bei {2} angelegt. Wählen Sie Ihr Passwort über den folgenden Link.\n\n{0}\n\nDieser Link ist {3} gültig.\n\nWenn Sie nichts davon wissen, ignorieren Sie diese Nachricht einfach.',
  invitationLinkLabel: 'Passwort wählen',
  newDeviceSubject: 'Neue Anmeldung in Ihrem Konto',
  newDeviceBody:
    'Am {1} hat sich jemand von {4} ({5}) in Ihrem Konto bei {2} angemeldet, in einem Browser, der dafür noch nicht verwendet wurde. Wenn Sie das waren, ist nichts zu tun.\n\nWenn nicht, beenden Sie diese Sitzung über den folgenden Link und ändern Sie Ihr Passwort.\n\n{0}\n\nDieser Link ist {3} gültig.',
  newDeviceLinkLabel: 'Sitzung beenden',
  emailCodeSubject: 'Ihr Code für {0}',
  emailCodeBody: 'Geben Sie diesen Code ein, um sich bei {0} anzumelden:',
  emailCodeHint:
    'Er gilt {0, plural, one {eine Minute} other {{0} Minuten}}, einmal, und nur in dem Fenster, das danach gefragt hat. Wenn Sie sich gerade nicht anmelden, kennt jemand anderes Ihr Passwort: Ändern Sie es.',
  eventUpdateCredentialSubject: 'Zugangsdaten geändert',
  eventUpdateCredentialBody:
    'Ihre Zugangsdaten ({0}) wurden am {1} von {2} geändert. Wenn Sie das nicht waren, wenden Sie sich an die Administration.',
  eventRemoveCredentialSubject: 'Zugangsdaten entfernt',
  eventRemoveCredentialBody:
    'Zugangsdaten ({0}) wurden am {1} von {2} aus Ihrem Konto entfernt. Wenn Sie das nicht waren, wenden Sie sich an die Administration.',
  emailTestSubject: '[Anteroom] - SMTP-Testnachricht',
  emailTestBody: 'Dies ist eine Testnachricht',
  authenticationRequestSubject: 'Anfrage zur Anmeldung',
  authenticationRequestBody:
    '{1} bittet Sie, eine Anmeldung bei {2} zu bestätigen. Wenn Sie das erwartet haben, öffnen Sie den folgenden Link und melden Sie sich an, um die Anfrage zu sehen.\n\n{0}\n\nDie Anfrage gilt nur kurze Zeit.\n\nWenn Sie sie nicht erwartet haben, ignorieren Sie diese Nachricht einfach; dann wird niemand angemeldet.',
  authenticationRequestLinkLabel: 'Anfrage ansehen',
  passwordResetSubject: 'Passwort zurücksetzen',
  passwordResetBody:
    'Jemand hat angefordert, die Zugangsdaten Ihres Kontos bei {2} zu ändern. Wenn Sie das waren, setzen Sie sie über den folgenden Link zurück.\n\n{0}\n\nDieser Link ist {3} gültig.\n\nWenn Sie Ihre Zugangsdaten nicht zurücksetzen möchten, ignorieren Sie diese Nachricht einfach; dann ändert sich nichts.',
  passwordResetLinkLabel: 'Zugangsdaten zurücksetzen',
  executeActionsSubject: 'Aktualisieren Sie Ihr Konto',
  executeActionsBody:
    'Ihre Administration bittet Sie, Ihr Konto bei {2} zu aktualisieren und dazu folgende Aktion(en) auszuführen: {3}. Öffnen Sie den folgenden Link, um zu beginnen.\n\n{0}\n\nDieser Link ist {4} gültig.\n\nWenn Sie nichts von dieser Bitte wissen, ignorieren Sie diese Nachricht einfach; dann ändert sich nichts.',
  executeActionsLinkLabel: 'Konto aktualisieren',
  'linkExpirationFormatter.timePeriodUnit.minutes': '{0, plural, one {Minute} other {Minuten}}',
  'linkExpirationFormatter.timePeriodUnit.hours': '{0, plural, one {Stunde} other {Stunden}}',
  'linkExpirationFormatter.timePeriodUnit.days': '{0, plural, one {Tag} other {Tage}}',
  mailButtonHint: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
};
