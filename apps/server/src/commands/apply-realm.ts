import type { RestCommand } from '../rest/rest-command.ts';
import { type Plan, readRealmDocument, showPlan } from './plan-realm.ts';

export const applyRealm: RestCommand = {
  usage: 'apply <file>',
  summary: 'make the changes of a plan, all or none; refused when the file or the realm changed since',
  ofRealm: false,
  options: [['--plan <hash>', 'the hash that `plan` printed']],
  required: ['--plan'],
  examples: ['apply acme-realm.json --plan q7Zr0mYQ3p8sT1uVwXyZ2A'],
  async run(rest, [file = ''], options) {
    const document = readRealmDocument(file);
    const path = `/admin/anteroom/realms/${encodeURIComponent(String(document.realm))}/apply`;
    const plan = (await rest.send('POST', path, document, { plan: String(options.plan) })).json as Plan;
    return showPlan(plan, 'All of it is done.');
  },
};
