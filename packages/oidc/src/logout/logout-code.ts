import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { LoginRoot } from '../browser/login-tab.ts';

const planSchema = z.object({ client: z.string().nullable(), target: z.string().nullable(), state: z.string().nullable() });

/** What a confirmed logout will do. */
export type LogoutPlan = z.infer<typeof planSchema>;

/**
 * The `session_code` of the confirmation page carries its plan, signed with the browser's root cookie: no record is needed, and a form
 * of another browser, of another tab or with another target is none.
 */
export function writeLogoutCode(root: LoginRoot, tab: string, plan: LogoutPlan): string {
  const text = Buffer.from(JSON.stringify(plan)).toString('base64url');
  return `${text}.${mac(root, tab, text)}`;
}

export function readLogoutCode(root: LoginRoot, tab: string, code: string | undefined): LogoutPlan | null {
  const [text = '', signature = ''] = (code ?? '').split('.');
  const expected = Buffer.from(mac(root, tab, text));
  const presented = Buffer.from(signature);
  if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) return null;
  return planSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
}

function mac(root: LoginRoot, tab: string, text: string): string {
  return createHmac('sha256', root.secret).update(`logout.${tab}.${text}`).digest('base64url');
}
