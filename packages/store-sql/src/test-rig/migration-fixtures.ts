import type { Knex } from 'knex';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>;

const realm_id = 'a0000000-0000-4000-8000-000000000001';
const user_id = 'b0000000-0000-4000-8000-000000000001';
const at = 1_893_456_000_000;

/** Rows as a server wrote them at a version of the schema. Frozen: what is here must still be there after every later step. */
export const FIXTURES: Readonly<Record<string, Rows>> = {
  '001-directory': {
    setting: [{ name: 'secret-key-check', value: 'v1.kept' }],
    realm: [{ id: realm_id, name: 'acme', version: at, duplicate_emails: 0, document: '{"realm":"acme"}', sealed: null }],
    configuration: [
      { realm_id, kind: 'role', id: 'role-1', unique_name: 'acme/staff', document: '{"name":"staff"}', sealed: null },
      { realm_id, kind: 'component', id: 'key-1', unique_name: null, document: '{"name":"rsa"}', sealed: 'sealed-key' },
    ],
    client: [{ realm_id, id: 'client-1', client_id: 'acme-web', document: '{"clientId":"acme-web"}', sealed: 'sealed-secret' }],
    realm_user: [
      {
        realm_id,
        id: user_id,
        username: 'alice',
        email: 'alice@acme.example',
        unique_email: 'alice@acme.example',
        email_verified: 1,
        first_name: 'Älice',
        last_name: null,
        first_name_key: 'älice',
        last_name_key: null,
        enabled: 1,
        created_at: at,
        not_before: 0,
        sessions_not_before: null,
        credential_version: 3,
        service_account_client: null,
        required_actions: '["UPDATE_PASSWORD"]',
        attributes: '{"department":["Research"]}',
        extra: '{}',
      },
    ],
    user_role: [{ realm_id, user_id, role_id: 'role-1' }],
    user_group: [{ realm_id, user_id, group_id: 'group-1' }],
    user_attribute: [{ realm_id, user_id, name: 'department', value_hash: 'h'.repeat(43) }],
    credential: [
      {
        realm_id,
        user_id,
        id: 'credential-1',
        type: 'password',
        user_label: null,
        created_at: at,
        priority: 10,
        credential_data: '{"algorithm":"argon2"}',
        sealed: 'sealed-hash',
        mark: 'm'.repeat(43),
      },
    ],
    consent: [{ realm_id, user_id, client_id: 'client-1', scopes: '["profile"]', created_at: at, updated_at: at }],
    action_link: [
      {
        realm_id,
        user_id,
        id: 'link-1',
        kind: 'reset-credentials',
        actions: '["UPDATE_PASSWORD"]',
        email: 'alice@acme.example',
        credential_version: 3,
        client_id: 'acme-web',
        redirect_uri: null,
        locale: 'de',
        created_at: at,
        expires_at: at + 300_000,
        state: 'open',
        replaced_by: null,
        done: '[]',
        used_at: null,
      },
    ],
    outbox: [
      {
        realm_id,
        id: 'message-1',
        recipient: 'alice@acme.example',
        template: 'password-reset',
        parameters: '{}',
        locale: null,
        link_id: 'link-1',
        user_id,
        state: 'queued',
        attempts: 0,
        created_at: at,
        due_at: at,
        lease_until: null,
        expires_at: at + 300_000,
        last_error: null,
        sent_at: null,
      },
    ],
    login_event: [
      {
        realm_id,
        id: 'event-1',
        time: at,
        type: 'LOGIN',
        client_id: 'acme-web',
        user_id,
        session_id: 's.1',
        ip_address: '192.0.2.1',
        error: null,
        details: '{"username":"alice"}',
      },
    ],
    admin_event: [
      {
        realm_id,
        id: 'event-2',
        time: at,
        operation_type: 'UPDATE',
        resource_type: 'USER',
        resource_path: `users/${user_id}`,
        representation: '{"enabled":true}',
        error: null,
        auth_realm_id: realm_id,
        auth_client_id: 'admin-cli',
        auth_user_id: user_id,
        ip_address: '192.0.2.1',
      },
    ],
  },
  '002-session-store': {
    record_session: [
      {
        realm_id,
        id: 's.session-1',
        version: 4,
        value: '{"v":1,"user":"alice"}',
        expires_at: at + 36_000_000,
        consumed_at: null,
        tombstone: 0,
        indexes: '[["client","acme-web"],["user","alice"]]',
      },
    ],
    record_code: [
      { realm_id, id: 's.code-1', version: 2, value: '{"v":1}', expires_at: at + 60_000, consumed_at: at, tombstone: 0, indexes: '' },
    ],
    record_offline_session: [
      { realm_id, id: 's.gone-1', version: 0, value: '', expires_at: at + 60_000, consumed_at: null, tombstone: 1, indexes: '' },
    ],
    record_index: [
      { type: 'session', realm_id, name: 'client', value: 'acme-web', id: 's.session-1' },
      { type: 'session', realm_id, name: 'user', value: 'alice', id: 's.session-1' },
    ],
  },
  '003-cluster': {
    lease: [{ name: 'sweep', holder: 'node-1', expires_at: at }],
    server_node: [{ id: 'node-1', host: 'one.example', pid: 4711, workers: 2, version: '1.0.0', started_at: at, last_seen_at: at + 5000 }],
    topic: [{ name: 'stores', version: 7 }],
  },
  '004-record-moves': {
    record_marker: [
      {
        realm_id,
        id: 's.frozen-1',
        version: 2,
        value: '{"v":1,"note":""}',
        expires_at: at + 60_000,
        consumed_at: null,
        tombstone: 0,
        indexes: '',
        ticket: 'ticket-1',
      },
      {
        realm_id,
        id: 's.moved-1',
        version: 0,
        value: '',
        expires_at: at + 60_000,
        consumed_at: null,
        tombstone: 2,
        indexes: '',
        ticket: null,
      },
    ],
    record_ticket: [{ ticket: 'ticket-2', type: 'marker', realm_id, id: 's.coming-1', expires_at: at + 60_000 }],
    session_store_change: [{ name: 'current', revision: 3, state: '{"v":1}' }],
    session_store_answer: [{ process: 'process-1', epoch: 2, tags: '["s","r"]' }],
  },
  '005-links': {
    action_link: [
      {
        realm_id,
        user_id,
        id: 'link-2',
        kind: 'verify-email',
        actions: '[]',
        email: 'alice@acme.example',
        credential_version: 3,
        client_id: 'acme-web',
        redirect_uri: null,
        locale: null,
        created_at: at,
        expires_at: at + 300_000,
        state: 'open',
        replaced_by: null,
        done: '[]',
        opened_at: at + 1000,
        used_at: null,
        details: '{"tab":"tab-1"}',
      },
    ],
  },
  '006-login-traces': {
    login_trace: [
      {
        realm_id,
        event_id: 'login-event-1',
        time: at,
        session_id: 's.session-1',
        transient: 0,
        writes_saved: 0,
        document: '{"trace":{"flowId":"f","flow":"browser","steps":[]},"receipt":null}',
      },
    ],
  },
  '007-import-runs': {
    import_run: [{ realm_id, fingerprint: 'f'.repeat(43), users: 500, begun_at: at }],
  },
  '008-safe-changes': {
    change_history: [
      {
        realm_id,
        id: 'change-1',
        time: at,
        version: at + 1,
        operation_type: 'UPDATE',
        resource_type: 'CLIENT',
        resource_path: 'clients/client-1',
        auth_realm_id: realm_id,
        auth_client_id: 'admin-cli',
        auth_user_id: user_id,
        ip_address: '192.0.2.1',
        undoes: null,
        undone_by: 'change-2',
        sealed: 'sealed-things',
      },
    ],
    deleted_thing: [
      {
        realm_id,
        kind: 'role',
        id: 'role-2',
        name: 'director',
        deleted_at: at,
        kept_until: at + 60_000,
        by_realm_id: realm_id,
        by_user_id: user_id,
        sealed: 'sealed-role',
      },
    ],
  },
  '009-webhooks': {
    webhook: [{ realm_id, id: 'webhook-1', enabled: 1, document: '{"url":"https://hooks.example"}', sealed: 'sealed-secret' }],
    webhook_delivery: [
      {
        realm_id,
        webhook_id: 'webhook-1',
        event_id: 'event-1',
        type: 'access.LOGIN',
        subject: user_id,
        body: '{}',
        state: 'waiting',
        attempts: 2,
        created_at: at,
        due_at: at + 4000,
        delivered_at: null,
        last_error: 'HTTP 500',
      },
    ],
  },
  '010-user-search': {
    realm_user: [
      {
        realm_id,
        id: 'b0000000-0000-4000-8000-000000000002',
        username: 'bob',
        email: null,
        unique_email: null,
        email_verified: 0,
        first_name: null,
        last_name: null,
        first_name_key: null,
        last_name_key: null,
        enabled: 1,
        created_at: at,
        not_before: 0,
        sessions_not_before: null,
        credential_version: 0,
        service_account_client: null,
        required_actions: '[]',
        attributes: '{}',
        extra: '{}',
      },
    ],
  },
};

export async function insertFixtures(db: Knex, id: string): Promise<void> {
  for (const [table, rows] of Object.entries(FIXTURES[id] ?? {})) await db(table).insert(rows as object[]);
}

/** The frozen rows of all steps as the database has them now: the columns they were written with. */
export async function readFixtures(db: Knex): Promise<Record<string, Rows>> {
  const found: Record<string, Rows> = {};
  for (const [id, tables] of Object.entries(FIXTURES)) {
    const rows: Record<string, Rows[string]> = {};
    for (const [table, written] of Object.entries(tables)) {
      const select = db(table).select(Object.keys(written[0] ?? {}));
      const ids = written.flatMap(({ id }) => (id === undefined || id === null ? [] : [id]));
      // A table may have rows of several steps.
      if (ids.length > 0) select.whereIn('id', ids);
      rows[table] = await select;
    }
    found[id] = rows;
  }
  return found;
}
