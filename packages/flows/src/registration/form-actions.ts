import type { FormAction } from './form-action.ts';
import { passwordAction } from './password-action.ts';
import { termsAction } from './terms-action.ts';
import { userCreation } from './user-creation.ts';

/** What can stand in a registration form here. */
export const FORM_ACTIONS: readonly FormAction[] = [userCreation, passwordAction, termsAction];
