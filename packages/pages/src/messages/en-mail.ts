/**
 * English mail texts under Keycloak's keys. Blank lines separate paragraphs; a paragraph that is only the link (`{0}`) becomes the button
 * whose label is the key ending in `LinkLabel`. One text serves both bodies, so there are no `…BodyHtml` keys.
 */
export const enMail = {
  emailVerificationSubject: 'Verify email',
  emailVerificationBody:
    "Someone has created a {2} account with this email address. If this was you, click the link below to verify your email address\n\n{0}\n\nThis link will expire within {3}.\n\nIf you didn''t create this account, just ignore this message.",
  emailVerificationLinkLabel: 'Link to e-mail address verification',
  emailUpdateConfirmationSubject: 'Verify new email',
  emailUpdateConfirmationBody:
    "To update your {2} account with email address {1}, click the link below\n\n{0}\n\nThis link will expire within {3}.\n\nIf you don''t want to proceed with this modification, just ignore this message.",
  emailUpdateConfirmationLinkLabel: 'Link to confirm the new address',
  emailChangedSubject: 'Your e-mail address was changed',
  emailChangedBody:
    'The e-mail address of your {2} account was changed to {1}. If this was you, there is nothing to do.\n\nIf it was not you, take the change back with the link below. Everybody who is signed in to your account will be signed out.\n\n{0}\n\nThis link will expire within {3}.',
  emailChangedLinkLabel: 'Take the change back',
  emailChangedByAdminSubject: 'The e-mail address of your account was changed',
  emailChangedByAdminBody:
    'An administrator gave your {0} account another e-mail address on {1}. Messages about the account do not come to this address any more. If you did not expect this, please contact an administrator.',
  invitationSubject: 'Your account at {0}',
  invitationBody:
    'An account has been made for you at {2}. Choose your password with the link below.\n\n{0}\n\nThis link will expire within {3}.\n\nIf you do not expect this, just ignore this message.',
  invitationLinkLabel: 'Choose your password',
  newDeviceSubject: 'New sign-in to your account',
  newDeviceBody:
    'Somebody signed in to your {2} account on {1}, from {4} ({5}), in a browser that has not been used for it before. If this was you, there is nothing to do.\n\nIf it was not you, end that session with the link below and change your password.\n\n{0}\n\nThis link will expire within {3}.',
  newDeviceLinkLabel: 'End that session',
  emailCodeSubject: 'Your code for {0}',
  emailCodeBody: 'Enter this code to sign in to {0}:',
  emailCodeHint:
    'It is valid for {0, plural, one {one minute} other {{0} minutes}}, once, and only in the window that asked for it. If you are not signing in, somebody else knows your password: change it.',
  eventUpdateCredentialSubject: 'Update credential',
  eventUpdateCredentialBody: 'Your {0} credential was changed on {1} from {2}. If this was not you, please contact an administrator.',
  eventRemoveCredentialSubject: 'Remove credential',
  eventRemoveCredentialBody:
    'Credential {0} was removed from your account on {1} from {2}. If this was not you, please contact an administrator.',
  emailTestSubject: '[Anteroom] - SMTP test message',
  emailTestBody: 'This is a test message',
  authenticationRequestSubject: 'Sign-in request',
  authenticationRequestBody:
    '{1} asks you to confirm a sign-in to {2}. If you expected this, click the link below and sign in to see the request.\n\n{0}\n\nThe request is open for a short time only.\n\nIf you did not expect it, just ignore this message and nobody will be signed in.',
  authenticationRequestLinkLabel: 'Link to the request',
  passwordResetSubject: 'Reset password',
  passwordResetBody:
    "Someone just requested to change your {2} account''s credentials. If this was you, click on the link below to reset them.\n\n{0}\n\nThis link will expire within {3}.\n\nIf you don''t want to reset your credentials, just ignore this message and nothing will be changed.",
  passwordResetLinkLabel: 'Link to reset credentials',
  executeActionsSubject: 'Update Your Account',
  executeActionsBody:
    'Your administrator has just requested that you update your {2} account by performing the following action(s): {3}. Click on the link below to start this process.\n\n{0}\n\nThis link will expire within {4}.\n\nIf you are unaware that your administrator has requested this, just ignore this message and nothing will be changed.',
  executeActionsLinkLabel: 'Link to account update',
  'linkExpirationFormatter.timePeriodUnit.minutes': '{0, plural, one {minute} other {minutes}}',
  'linkExpirationFormatter.timePeriodUnit.hours': '{0, plural, one {hour} other {hours}}',
  'linkExpirationFormatter.timePeriodUnit.days': '{0, plural, one {day} other {days}}',
  mailButtonHint: 'If the button does not work, copy this address into your browser:',
} as const;
