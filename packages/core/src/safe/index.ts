export { differencesBetween, type FieldDifference, sameValue } from './differences.ts';
export { planRestore } from './plan-restore.ts';
export { deleteThing, putThing } from './put-thing.ts';
export { retentionDays } from './retention-days.ts';
