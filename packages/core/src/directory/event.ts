/** A login event, in Keycloak's words (`LOGIN`, `LOGIN_ERROR`, `CODE_TO_TOKEN` …). Never holds a secret, a token, a code or a password. */
export interface LoginEvent {
  readonly id: string;
  readonly time: Date;
  readonly type: string;
  readonly clientId: string | null;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly ipAddress: string | null;
  readonly error: string | null;
  readonly details: Readonly<Record<string, string>>;
}

export interface AdminEvent {
  readonly id: string;
  readonly time: Date;
  readonly operationType: 'CREATE' | 'UPDATE' | 'DELETE' | 'ACTION';
  readonly resourceType: string;
  readonly resourcePath: string;
  readonly representation: string | null;
  readonly error: string | null;
  readonly authRealmId: string;
  readonly authClientId: string;
  readonly authUserId: string;
  readonly ipAddress: string | null;
}
