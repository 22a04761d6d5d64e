import type { Node } from './flow-tree.ts';

/**
 * The documented algorithm written down a second time, straight from its description and without a line of the engine: plain objects,
 * parent pointers, exceptions, one mutable table of statuses. The property test holds the engine against it.
 */
interface Exec {
  readonly id: string;
  readonly letter: string;
  readonly req: Node[0];
  readonly sub: Exec[] | null;
  readonly parent: Exec | null;
  readonly siblings: Exec[];
}

class Denied extends Error {
  readonly why: string;
  constructor(why: string) {
    super(why);
    this.why = why;
  }
}
type Response = { readonly page: string } | { readonly refused: string };

export function createTranscription(nodes: readonly Node[]) {
  const seen = new Map<string, number>();
  const all: Exec[] = [];
  function make(list: readonly Node[], parent: Exec | null): Exec[] {
    const siblings: Exec[] = [];
    // Names are numbered level by level, as the tree's builder does.
    const made = list.map(([req, name, more]) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const isFlow = Array.isArray(more);
      const exec: Exec = {
        id: count === 1 ? name : `${name}#${count}`,
        letter: name[0] ?? '',
        req,
        sub: isFlow ? [] : null,
        parent,
        siblings,
      };
      return exec;
    });
    siblings.push(...made);
    all.push(...made);
    list.forEach(([, , more], index) => {
      const exec = made[index]!;
      if (exec.sub !== null) exec.sub.push(...make(more as readonly Node[], exec));
    });
    return siblings;
  }
  const top = make(nodes, null);

  const status: Record<string, string> = {};
  let user = false;
  let current: string | null = null;

  const isCondition = (e: Exec) => e.sub === null && 'TFE'.includes(e.letter) && e.req !== 'D';
  const isSetting = (e: Exec) => e.sub === null && e.letter === 'm' && e.req === 'R';
  const processed = (e: Exec) => e.req === 'D' || ['SUCCESS', 'SKIPPED', 'ATTEMPTED', 'SETUP_REQUIRED'].includes(status[e.id] ?? '');
  const good = (e: Exec) => status[e.id] === 'SUCCESS' || status[e.id] === 'SETUP_REQUIRED';
  const lists = (execs: Exec[]) => {
    const left = execs.filter((e) => !isCondition(e));
    const req = left.filter((e) => e.req === 'R' || e.req === 'C');
    const alt = left.filter((e) => e.req === 'A');
    // Ours, not Keycloak's: a required step that only says how the session is kept pushes no alternative out.
    const set = alt.length > 0 && req.every(isSetting) ? req : [];
    if (set.length > 0) return { set, req: [], alt };
    return { set, req, alt: req.length > 0 && alt.length > 0 ? [] : alt };
  };

  function subflowDisabled(e: Exec): boolean {
    if (e.sub === null || e.req !== 'C') return false;
    if (e.sub.some((child) => child.sub === null && child.letter === 'x' && child.req === 'R')) throw new Denied('flow_misconfigured');
    const conditions = e.sub.filter(isCondition);
    if (conditions.length === 0) return true;
    for (const c of conditions) {
      if (c.letter === 'E') throw new Denied('internal');
      status[c.id] = c.letter === 'T' ? 'EVALUATED_TRUE' : 'EVALUATED_FALSE';
      if (c.letter === 'F') return true;
    }
    return false;
  }

  function processFlow(execs: Exec[]): { response: Response | null; successful: boolean; denials: Denied[] } {
    const { set, req, alt } = lists(execs);
    for (const e of set) runOne(e, false);
    const denials: Denied[] = [];
    let ok = true;
    const left: Exec[] = [];
    for (const e of req) {
      if (e.req === 'C' && !processed(e) && subflowDisabled(e)) continue;
      left.push(e);
      const response = runOne(e, true);
      ok = ok && good(e);
      if (response !== null) return { response, successful: false, denials };
      if (!ok) break;
    }
    if (left.length === 0) {
      if (alt.some(good)) return { response: null, successful: true, denials };
      for (const e of alt) {
        try {
          const response = runOne(e, true);
          if (response !== null) return { response, successful: false, denials };
          if (good(e)) return { response: null, successful: true, denials };
        } catch (error) {
          if (!(error instanceof Denied) || error.why === 'internal') throw error;
          denials.push(error);
          status[e.id] = 'ATTEMPTED';
        }
      }
      return { response: null, successful: false, denials };
    }
    return { response: null, successful: ok, denials };
  }

  /** Where is this execution still a matter of choice? Climb while it is an alternative or the first of its flow. */
  function selection(from: Exec): Exec[] {
    let flow: Exec[] | null = null;
    let e = from;
    for (;;) {
      if (e.req === 'A') flow = e.siblings;
      else {
        if (e.sub !== null) flow = e.sub;
        if (e.siblings.find((s) => !isSetting(s)) !== e) break;
        flow = e.siblings;
      }
      if (e.parent === null) break;
      e = e.parent;
    }
    const found: Exec[] = [];
    const addOne = (leaf: Exec) => {
      if (!processed(leaf) && leaf.letter !== 'x') found.push(leaf);
    };
    const addAll = (execs: Exec[]): void => {
      const { req, alt } = lists(execs);
      if (req.length > 0) {
        const first = req.find((r) => !isSetting(r) && !(r.req === 'C' && subflowDisabled(r)));
        if (first === undefined || processed(first)) return;
        if (first.sub !== null) addAll(first.sub);
        else addOne(first);
        return;
      }
      for (const a of alt) {
        if (processed(a)) continue;
        if (a.sub !== null) addAll(a.sub);
        else addOne(a);
      }
    };
    if (flow === null) addOne(from);
    else addAll(flow);
    return found;
  }

  function runOne(e: Exec, fromFlow: boolean): Response | null {
    if (processed(e)) return null;
    if (e.sub !== null) {
      const inner = processFlow(e.sub);
      if (inner.response === null) status[e.id] = inner.successful ? 'SUCCESS' : 'FAILED';
      else if ('page' in inner.response) status[e.id] = 'CHALLENGED';
      return inner.response;
    }
    if (e.letter === 'x') {
      if (e.req !== 'A') throw new Denied('flow_misconfigured');
      status[e.id] = 'ATTEMPTED';
      return null;
    }
    let leaf = e;
    if (fromFlow && !isSetting(e)) {
      const options = selection(e);
      leaf = options.find((option) => option.id === current) ?? options[0] ?? e;
    }
    if (leaf.letter === 'n' || leaf.letter === 'u') {
      if (!user) throw new Denied('invalid_user_credentials');
      if (leaf.letter === 'n' || leaf.req !== 'R') throw new Denied('account_not_set_up');
      status[leaf.id] = 'SETUP_REQUIRED';
      return null;
    }
    if (leaf.letter === 'm') {
      status[leaf.id] = 'SUCCESS';
      return null;
    }
    return apply(leaf, { s: 'success', a: 'attempted', f: 'failed', c: 'page', k: 'page', g: 'page' }[leaf.letter] ?? '');
  }

  function apply(leaf: Exec, what: string): Response | null {
    if (what === 'success') {
      user = true;
      status[leaf.id] = 'SUCCESS';
      return null;
    }
    if (what === 'attempted') {
      status[leaf.id] = 'ATTEMPTED';
      return null;
    }
    if (what === 'failed') {
      status[leaf.id] = 'FAILED';
      return { refused: 'access_denied' };
    }
    status[leaf.id] = 'CHALLENGED';
    current = leaf.id;
    return { page: leaf.id };
  }

  function afterAction(done: Exec): { response: Response | null; successful: boolean; denials: Denied[] } {
    current = null;
    let model = done;
    while (model.parent !== null) {
      const { req, alt } = lists(model.siblings);
      const success = (e: Exec) => status[e.id] === 'SUCCESS';
      const closes = model.req === 'A' ? req.length === 0 && alt.some(success) : req.every(success);
      if (!closes) break;
      status[model.parent.id] = 'SUCCESS';
      model = model.parent;
    }
    if (model.parent === null) return processFlow(top);
    const response = runOne(model.parent, false);
    return response === null ? afterAction(model.parent) : { response, successful: false, denials: [] };
  }

  function result(work: () => { response: Response | null; successful: boolean; denials: Denied[] }): string {
    try {
      const { response, successful, denials } = work();
      if (response !== null) return 'page' in response ? `page ${response.page}` : `refused ${response.refused}`;
      if (!successful) return `refused ${denials[0]?.why ?? 'invalid_user_credentials'}`;
      return user ? 'complete' : 'refused invalid_user_credentials';
    } catch (error) {
      if (error instanceof Denied) return `refused ${error.why}`;
      throw error;
    }
  }

  return {
    status,
    show: () => result(() => processFlow(top)),
    submit: (id: string) =>
      result(() => {
        const leaf = all.find((e) => e.id === id)!;
        const response = apply(leaf, { c: 'success', k: 'attempted', g: 'failed' }[leaf.letter] ?? '');
        return response === null ? afterAction(leaf) : { response, successful: false, denials: [] };
      }),
  };
}
