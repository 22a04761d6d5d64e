import type { ActionLink, Change, RealmSnapshot, SignedTokens } from '@anteroom/core';
import { finishAction, noteOpened, remainingActions } from './finish-action.ts';
import { linkClaims } from './link-claims.ts';
import { type OpenedLink, type OpenLinkDependencies, openLink } from './open-link.ts';
import { type LinkRequest, type PlannedLink, planLink } from './plan-link.ts';
import { type PlanRenewalDependencies, planRenewal } from './plan-renewal.ts';
import { planResend, type Resend } from './plan-resend.ts';

export interface ActionLinks {
  /** A new link and its mail, as changes for the caller to commit with its own. Older open links of the same kind and user die with it. */
  plan(request: LinkRequest): PlannedLink;
  /** The bearer token of a link and its URL, made when it is sent and stored nowhere. The host comes from configuration. */
  mint(realm: RealmSnapshot, link: ActionLink): Promise<{ readonly token: string; readonly url: string }>;
  /** Checks a presented key; changes nothing. */
  open(realm: RealmSnapshot, key: string): Promise<OpenedLink>;
  /** A new link to the same address in place of an expired one; null when it cannot be had, or was asked for a moment ago. */
  planRenewal(realm: RealmSnapshot, link: ActionLink): Promise<PlannedLink | null>;
  /** The same link by another message, or a new one in place of one that expired: what an administrator may do at any time. */
  planResend(realm: RealmSnapshot, link: ActionLink): Promise<Resend>;
  /** Actions still to do, in the order they are asked for. */
  remaining(realm: RealmSnapshot, link: ActionLink): readonly string[];
  /** That a person went on from the first page; no changes when that is known. */
  noteOpened(link: ActionLink, at: Date): readonly Change[];
  /** Changes that end one action (null: a link without any), guarded so that one of many racing units wins; the rest get `link_spent`. */
  finish(
    realm: RealmSnapshot,
    link: ActionLink,
    step: { readonly action: string | null; readonly changes: readonly Change[]; readonly at: Date },
  ): { readonly changes: readonly Change[]; readonly spent: boolean };
}

export interface ActionLinksDependencies extends OpenLinkDependencies, PlanRenewalDependencies {
  readonly directory: OpenLinkDependencies['directory'] & PlanRenewalDependencies['directory'];
  readonly signed: SignedTokens;
}

export function createActionLinks(dependencies: ActionLinksDependencies): ActionLinks {
  const { signed, urls, clock, ids } = dependencies;
  return {
    plan: (request) => planLink(request, { clock, ids }),

    async mint(realm, link) {
      const issuer = urls.issuer(realm.name);
      const token = await signed.sign(realm, link.kind, linkClaims(link, issuer));
      return { token, url: `${issuer}/login-actions/action-token?key=${encodeURIComponent(token)}` };
    },

    planRenewal: (realm, link) => planRenewal(dependencies, realm, link),
    planResend: (realm, link) => planResend(dependencies, realm, link),
    open: (realm, key) => openLink(dependencies, realm, key),
    remaining: remainingActions,
    noteOpened,
    finish: finishAction,
  };
}
