import type { enMail } from './en-mail.ts';

/** French mail texts. */
export const frMail: Readonly<Record<keyof typeof enMail, string>> = {
  emailVerificationSubject: 'Vérifiez votre adresse e-mail',
  emailVerificationBody:
    'Quelqu’un a créé un compte {2} avec cette adresse e-mail. Si c’est vous, vérifiez votre adresse en suivant le lien ci-dessous.\n\n{0}\n\nCe lien expirera dans {3}.\n\nSi vous n’avez pas créé ce compte, ignorez simplement ce message.',
  emailVerificationLinkLabel: 'Vérifier l’adresse e-mail',
  emailUpdateConfirmationSubject: 'Vérifiez votre nouvelle adresse e-mail',
  emailUpdateConfirmationBody:
    'Pour enregistrer l’adresse e-mail {1} dans votre compte {2}, suivez le lien ci-dessous.\n\n{0}\n\nCe lien expirera dans {3}.\n\nSi vous ne souhaitez pas cette modification, ignorez simplement ce message.',
  emailUpdateConfirmationLinkLabel: 'Confirmer la nouvelle adresse',
  emailChangedSubject: 'Votre adresse e-mail a été modifiée',
  emailChangedBody:
    'L’adresse e-mail de votre compte {2} a été remplacée par {1}. Si c’était vous, il n’y a rien à faire.\n\nSinon, annulez cette modification avec le lien ci-dessous. Toutes les personnes connectées à votre compte seront déconnectées.\n\n{0}\n\nCe lien expire dans {3}.',
  emailChangedLinkLabel: 'Annuler la modification',
  emailChangedByAdminSubject: 'L’adresse e-mail de votre compte a été modifiée',
  emailChangedByAdminBody:
    'Un administrateur a attribué une autre adresse e-mail à votre compte {0} le {1}. Les messages concernant ce compte n’arrivent plus à cette adresse. Si vous ne vous y attendiez pas, contactez un administrateur.',
  invitationSubject: 'Votre compte {0}',
  invitationBody:
    'Un compte {2} a été créé pour vous. Choisissez votre mot de passe avec le lien ci-dessous.\n\n{0}\n\nCe lien expire dans {3}.\n\nSi vous n’attendez rien de tel, ignorez simplement ce message.',
  invitationLinkLabel: 'Choisir votre mot de passe',
  newDeviceSubject: 'Nouvelle connexion à votre compte',
  newDeviceBody:
    'Quelqu’un s’est connecté à votre compte {2} le {1}, depuis {4} ({5}), dans un navigateur qui n’avait jamais été utilisé pour ce compte. Si c’était vous, il n’y a rien à faire.\n\nSinon, fermez cette session avec le lien ci-dessous et changez votre mot de passe.\n\n{0}\n\nCe lien expire dans {3}.',
  newDeviceLinkLabel: 'Fermer cette session',
  emailCodeSubject: 'Votre code pour {0}',
  emailCodeBody: 'Saisissez ce code pour vous connecter à {0} :',
  emailCodeHint:
    'Il est valable {0, plural, one {une minute} other {{0} minutes}}, une seule fois, et seulement dans la fenêtre qui l’a demandé. Si vous n’êtes pas en train de vous connecter, quelqu’un d’autre connaît votre mot de passe : changez-le.',
  eventUpdateCredentialSubject: 'Identifiants modifiés',
  eventUpdateCredentialBody:
    'Vos identifiants ({0}) ont été modifiés le {1} depuis {2}. Si ce n’était pas vous, contactez un administrateur.',
  eventRemoveCredentialSubject: 'Identifiants supprimés',
  eventRemoveCredentialBody:
    'Des identifiants ({0}) ont été supprimés de votre compte le {1} depuis {2}. Si ce n’était pas vous, contactez un administrateur.',
  emailTestSubject: '[Anteroom] - Message de test SMTP',
  emailTestBody: 'Ceci est un message de test',
  authenticationRequestSubject: 'Demande de connexion',
  authenticationRequestBody:
    '{1} vous demande de confirmer une connexion à {2}. Si vous vous y attendiez, suivez le lien ci-dessous et connectez-vous pour voir la demande.\n\n{0}\n\nLa demande n’est valable que peu de temps.\n\nSi vous ne vous y attendiez pas, ignorez simplement ce message ; personne ne sera connecté.',
  authenticationRequestLinkLabel: 'Voir la demande',
  passwordResetSubject: 'Réinitialiser le mot de passe',
  passwordResetBody:
    'Quelqu’un a demandé à changer les identifiants de votre compte {2}. Si c’est vous, suivez le lien ci-dessous pour les réinitialiser.\n\n{0}\n\nCe lien expirera dans {3}.\n\nSi vous ne souhaitez pas réinitialiser vos identifiants, ignorez simplement ce message ; rien ne changera.',
  passwordResetLinkLabel: 'Réinitialiser les identifiants',
  executeActionsSubject: 'Mettez à jour votre compte',
  executeActionsBody:
    'Votre administrateur vous demande de mettre à jour votre compte {2} en effectuant les actions suivantes : {3}. Suivez le lien ci-dessous pour commencer.\n\n{0}\n\nCe lien expirera dans {4}.\n\nSi vous n’êtes pas au courant de cette demande, ignorez simplement ce message ; rien ne changera.',
  executeActionsLinkLabel: 'Mettre à jour le compte',
  'linkExpirationFormatter.timePeriodUnit.minutes': '{0, plural, one {minute} other {minutes}}',
  'linkExpirationFormatter.timePeriodUnit.hours': '{0, plural, one {heure} other {heures}}',
  'linkExpirationFormatter.timePeriodUnit.days': '{0, plural, one {jour} other {jours}}',
  mailButtonHint: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
};
