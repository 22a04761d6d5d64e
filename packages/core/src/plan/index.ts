export { type Difference, planRealmChange, type RealmChangePlan } from './plan-realm-change.ts';
